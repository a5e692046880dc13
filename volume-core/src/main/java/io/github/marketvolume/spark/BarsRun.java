package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.engine.CsvBars;
import io.github.marketvolume.engine.CsvSplit;
import io.github.marketvolume.engine.DayColumns;
import io.github.marketvolume.engine.DayPass;
import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.engine.Phases;
import io.github.marketvolume.engine.Rejection;
import io.github.marketvolume.engine.Scan;
import io.github.marketvolume.engine.Tally;
import io.github.marketvolume.engine.TickerResult;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * One set of bars being read, checked and scanned, and what the outputs take from it. What more
 * than one step needs is kept in memory or on disk until the run is closed.
 */
final class BarsRun implements AutoCloseable {

  private final BarsNode node;
  private final Phases phases;
  private final Input input;
  private final HadoopFiles files;
  private final int parallelism;
  private final int shuffleTasks;
  private final boolean kept;

  /** Parcels of the input, where passes by day make it needed more than once; else null. */
  private Dataset<Row> settled;

  private Dataset<Row> sorted;

  /**
   * What the last scan yields: a ticker's result, or a parcel of rejected rows or counts. Tuples
   * and plain classes, because records are beyond Spark's Kryo, which a session may use for data.
   */
  private JavaRDD<Tuple2<TickerResult, Row>> parts;

  private Map<Integer, Long> linesBefore = Map.of();

  /**
   * A run over the bars of some outputs.
   *
   * @param kept whether results serve several steps and are worth keeping
   * @param found is told the files of the source before they are read, and may refuse them
   */
  BarsRun(
      SparkSession spark,
      HadoopFiles files,
      Adapters adapters,
      RunContext context,
      BarsNode node,
      List<PlanNode<?>> outputs,
      boolean kept,
      Consumer<List<String>> found) {
    this.node = node;
    this.files = files;
    this.phases = Phases.of(outputs);
    this.input = new Input(spark, files, node.source(), node.rules(), context, adapters);
    this.parallelism = spark.sparkContext().defaultParallelism();
    this.kept = kept;
    Dataset<Row> parcels = input.parcels(Phases.request(node, outputs));
    found.accept(input.files());
    this.shuffleTasks = input.shuffleTasks();
    try {
      plan(byTicker(parcels)); // adaptive planning reads the input
    } catch (Throwable e) { // Spark throws checked ones that it does not declare
      close();
      requireReadable(e);
      throw e;
    }
  }

  /** Fails with what can be said of a failure to read, if there is more to say than it does. */
  private void requireReadable(Throwable failure) {
    requireUnchanged();
    input
        .failureOfFile(failure)
        .ifPresent(
            said -> {
              throw said;
            });
  }

  private void plan(Dataset<Row> byTicker) {
    Dataset<Row> parcels = byTicker;
    boolean text = input.isText();
    int lastDay = lastDay();
    if (!phases.passes().isEmpty()) {
      settled =
          parcels
              .mapPartitions(
                  (Iterator<Row> rows) -> settle(new TickerGroups(rows, text, lastDay)),
                  Encoders.row(Parcel.SCHEMA))
              .persist(StorageLevel.MEMORY_AND_DISK());
      Dataset<Row> bars = settled.where(col(Parcel.KIND).equalTo(Parcel.BARS));
      parcels = bars;
      for (int pass = 0; pass < phases.passes().size(); pass++) {
        Dataset<Row> ranks = rankParcels(pass, parcels);
        parcels = byTicker(pass == 0 ? bars.union(ranks) : parcels.union(ranks));
      }
    }
    sorted = parcels;
    Scan scan =
        new Scan(
            phases.wanted(), List.copyOf(phases.passes()), firstDay(), node.adjustsForSplits());
    parts =
        sorted
            .javaRDD()
            .mapPartitions(rows -> scan(new TickerGroups(rows, text, lastDay), scan.prepare()));
    if (kept || settled == null) {
      parts = parts.persist(StorageLevel.MEMORY_AND_DISK());
    }
  }

  /** One exchange by ticker and one sort, so that a ticker's parcels come one after the other. */
  private Dataset<Row> byTicker(Dataset<Row> parcels) {
    return parcels
        .repartition(shuffleTasks, col(Parcel.KEY))
        .sortWithinPartitions(Parcel.KEY, Parcel.KIND, Parcel.NUMBER);
  }

  int firstDay() {
    return node.from().map(date -> Math.toIntExact(date.toEpochDay())).orElse(Integer.MIN_VALUE);
  }

  private int lastDay() {
    return node.to().map(date -> Math.toIntExact(date.toEpochDay())).orElse(Integer.MAX_VALUE);
  }

  private static Iterator<Row> settle(TickerGroups groups) {
    return new Mapped<>(
        groups,
        group ->
            group.parcel() != null ? group.parcel() : Parcel.bars(group.ticker(), 0, group.bars()));
  }

  private static Iterator<Tuple2<TickerResult, Row>> scan(TickerGroups groups, Scan.Prepared scan) {
    return new Mapped<>(
        groups,
        group ->
            group.parcel() != null
                ? new Tuple2<>(null, group.parcel())
                : new Tuple2<>(scan.run(group.ticker(), group.bars(), group.ranks()), null));
  }

  /** The ranks that a pass by day computes, as parcels for each ticker. */
  private Dataset<Row> rankParcels(int pass, Dataset<Row> parcels) {
    List<Metric<?, ?>> inputs = phases.inputsOf(pass);
    var ranks = List.copyOf(phases.passes().get(pass));
    Scan scan =
        new Scan(
            inputs,
            List.copyOf(phases.passes().subList(0, pass)),
            firstDay(),
            node.adjustsForSplits());
    JavaRDD<Row> ranked =
        parcels
            .javaRDD()
            .mapPartitions(
                rows -> scan(new TickerGroups(rows, false, Integer.MAX_VALUE), scan.prepare()))
            .map(Tuple2::_1)
            .mapPartitionsToPair(DayParcels::new)
            .groupByKey(parallelism)
            .flatMap(bucket -> rankParcels(new DayPass(bucket._2()).rank(ranks, inputs), pass));
    return parcels.sparkSession().createDataFrame(ranked, Parcel.SCHEMA);
  }

  private static Iterator<Row> rankParcels(List<DayColumns> ranked, int pass) {
    return new Mapped<>(
        ranked.iterator(),
        ranks ->
            Parcel.of(
                ranks.ticker(),
                Parcel.RANKS,
                DayColumns.number(pass, DayColumns.bucketOf(ranks.epochDays()[0])),
                ranks.pack()));
  }

  /** The plan of the last scan, as Spark sees it. */
  Dataset<Row> sortedParcels() {
    return sorted;
  }

  /** What the scan computes of each bar, in the order of the results' columns. */
  List<Metric<?, ?>> metrics() {
    return phases.wanted();
  }

  /**
   * Reads and checks the input.
   *
   * @throws io.github.marketvolume.error.VolumeException if a file is not what it claims to be, or
   *     too many rows broke a rule
   */
  RunReport.Input check() {
    Tally tally = new Tally();
    Map<Integer, Long> lines = new HashMap<>();
    List<Parcel.Count> counts;
    try {
      counts = specials(Parcel.COUNT).collect().stream().map(Parcel::unpackCount).toList();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      requireReadable(e);
      throw e;
    }
    requireUnchanged();
    counts.stream()
        .filter(count -> count.problem() != null)
        .min(Comparator.comparingInt(Parcel.Count::split))
        .ifPresent(count -> fail(count));
    for (Parcel.Count count : counts) {
      tally.add(count.tally());
      lines.put(count.split(), count.lines());
    }
    linesBefore = linesBefore(lines);
    tally.requireAcceptable(node.rules(), node.source().describe());
    return tally.toReport(node.source().describe());
  }

  private void fail(Parcel.Count count) {
    String location = input.splits().get(count.split()).location();
    throw new SourceException(
        files.input(location).location()
            + " "
            + count.problem()
            + "; mend or remove it, or quarantine unreadable files");
  }

  /** For each split that does not begin its file or source, how many lines come before it. */
  private Map<Integer, Long> linesBefore(Map<Integer, Long> lines) {
    Map<Integer, Long> before = new HashMap<>();
    long sum = 0;
    for (Map.Entry<Integer, Long> split : new TreeMap<>(lines).entrySet()) {
      int number = split.getKey();
      if (input.isText() && number >= 0 && input.splits().get(number).start() == 0) {
        sum = 0;
      }
      before.put(number, sum);
      sum += split.getValue();
    }
    return before;
  }

  /**
   * Fails if the files that were read are no longer the same: the texts of rejected rows, for one,
   * are fetched from them again.
   */
  void requireUnchanged() {
    input.requireUnchanged();
  }

  private JavaRDD<Row> specials(int kind) {
    if (settled != null) {
      return settled.where(col(Parcel.KIND).equalTo(kind)).javaRDD();
    }
    return parts
        .filter(part -> part._2() != null && Parcel.kind(part._2()) == kind)
        .map(Tuple2::_2);
  }

  /** What was computed, ticker by ticker, in no order. */
  JavaRDD<TickerResult> results() {
    return parts.filter(part -> part._1() != null).map(Tuple2::_1);
  }

  /** Every day up to the last published one with its cross-sections, ascending. */
  List<DayPass.Day> marketDays(List<Metric<MarketDay, ?>> crossSections) {
    List<Metric<?, ?>> inputs = Phases.inputsOf(crossSections);
    List<Metric<?, ?>> metrics = metrics();
    int[] places = inputs.stream().mapToInt(metrics::indexOf).toArray();
    return results()
        .map(result -> result.select(places))
        .mapPartitionsToPair(DayParcels::new)
        .groupByKey(parallelism)
        .flatMap(bucket -> aggregate(new DayPass(bucket._2()), crossSections, inputs))
        .collect()
        .stream()
        .map(day -> new DayPass.Day(day._1(), day._2()))
        .sorted(Comparator.comparingInt(DayPass.Day::epochDay))
        .toList();
  }

  private static Iterator<Tuple2<Integer, Object[]>> aggregate(
      DayPass pass, List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs) {
    return new Mapped<>(
        pass.aggregate(crossSections, inputs).iterator(),
        day -> new Tuple2<>(day.epochDay(), day.values()));
  }

  /** The rows that were kept out, in no order, with the columns of their schema. */
  JavaRDD<Row> rejected() {
    List<CsvSplit> splits = List.copyOf(input.splits());
    List<String> origins = input.origins();
    Map<Integer, Long> before = new HashMap<>(linesBefore);
    String described = node.source().describe();
    HadoopFiles access = files;
    return specials(Parcel.REJECTED)
        .flatMap(
            parcel ->
                locate(Parcel.unpackRejected(parcel), splits, origins, before, access, described)
                    .iterator());
  }

  private static List<Row> locate(
      List<Rejection> rows,
      List<CsvSplit> splits,
      List<String> origins,
      Map<Integer, Long> linesBefore,
      HadoopFiles files,
      String described) {
    Map<Long, String> texts = fetchTexts(rows, splits, files);
    List<Row> located = new ArrayList<>();
    for (Rejection row : rows) {
      int split = CsvSplit.splitOf(row.position());
      long line = CsvSplit.lineOf(row.position());
      String origin =
          !splits.isEmpty()
              ? files.input(splits.get(split).location()).location()
              : origins.isEmpty() ? described : origins.get(split);
      Long number = line == 0 ? null : Long.valueOf(line + linesBefore.getOrDefault(split, 0L));
      String text = row.text() == null ? texts.get(row.position()) : row.text();
      located.add(
          RowFactory.create(
              origin, number, row.rule(), row.reason(), text.isEmpty() ? null : text));
    }
    return located;
  }

  /** The texts of rows that were rejected only after they had become bars, from their files. */
  private static Map<Long, String> fetchTexts(
      List<Rejection> rows, List<CsvSplit> splits, HadoopFiles files) {
    Map<Integer, List<Long>> wanted =
        rows.stream()
            .filter(row -> row.text() == null)
            .map(Rejection::position)
            .sorted()
            .collect(Collectors.groupingBy(CsvSplit::splitOf));
    Map<Long, String> texts = new HashMap<>();
    wanted.forEach(
        (number, positions) -> {
          CsvSplit split = splits.get(number);
          long[] lines = positions.stream().mapToLong(CsvSplit::lineOf).toArray();
          try {
            List<String> found = CsvBars.readText(split, files.input(split.location()), lines);
            for (int i = 0; i < lines.length; i++) {
              texts.put(positions.get(i), found.get(i));
            }
          } catch (IOException e) {
            throw new SourceException(
                split.location() + " cannot be read again: " + Failures.reason(split.location(), e),
                e);
          }
        });
    return texts;
  }

  /** A rejected row as a value. */
  static RejectedRow toValue(Row row) {
    RejectedRow.Builder builder = RejectedRow.builder();
    builder.origin(row.getString(0)).rule(row.getString(2)).reason(row.getString(3));
    if (!row.isNullAt(1)) {
      builder.line(row.getLong(1));
    }
    if (!row.isNullAt(4)) {
      builder.text(row.getString(4));
    }
    return builder.build();
  }

  @Override
  public void close() {
    if (parts != null) {
      parts.unpersist(false);
    }
    if (settled != null) {
      settled.unpersist(false);
    }
  }
}
