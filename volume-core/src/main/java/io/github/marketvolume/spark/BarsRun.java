package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.intake.Acceptance;
import io.github.marketvolume.intake.LayoutDetection;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.TickerResult;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * One set of bars being read, checked and scanned, and what the outputs take from it. What more
 * than one step needs is kept in memory or on disk until the run is closed.
 */
final class BarsRun implements AutoCloseable {

  private final BarsNode node;
  private final BarRules limits;
  private final Phases phases;
  private final Input input;
  private final RunContext context;
  private final boolean adjustsForSplits;
  private final Set<TradingCalendar> calendars;
  private final HadoopFiles files;
  private final int parallelism;
  private final int shuffleTasks;
  private final boolean kept;

  /** Parcels of the input, where passes by day make it needed more than once; else null. */
  private @Nullable Dataset<Row> settled;

  private @Nullable Dataset<Row> sorted;

  /**
   * What the last scan yields: a ticker's result, or a parcel of rejected rows or counts. Tuples
   * and plain classes, because records are beyond Spark's Kryo, which a session may use for data.
   */
  private @Nullable JavaRDD<Tuple2<TickerResult, Row>> parts;

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
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters,
      RunContext context,
      BarsNode node,
      List<PlanNode<?>> outputs,
      boolean kept,
      Consumer<List<String>> found) {
    this.node = node;
    this.limits = node.rulesFor(outputs);
    this.files = files;
    this.context = context;
    this.phases = Phases.of(outputs);
    this.adjustsForSplits = Phases.adjustsForSplits(node, outputs);
    this.calendars = Phases.calendars(outputs);
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
    TickerGroups.Settling settling =
        new TickerGroups.Settling(
            input.isText(),
            lastDay(),
            node.rules().lastOfRepeatedDays(),
            adjustsForSplits,
            node.rules().sessions());
    if (!phases.passes().isEmpty()) {
      settled =
          parcels
              .mapPartitions(
                  (Iterator<Row> rows) -> settle(new TickerGroups(rows, settling)),
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
    Scan scan = new Scan(phases.wanted(), phases.passes(), node);
    parts =
        sorted
            .javaRDD()
            .mapPartitions(rows -> scan(new TickerGroups(rows, settling), scan.prepare()));
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
    return node.published().firstEpochDay();
  }

  private int lastDay() {
    return node.published().lastEpochDay();
  }

  private static Iterator<Row> settle(TickerGroups groups) {
    return new Mapped<>(
        groups,
        group ->
            group instanceof TickerGroups.OneTicker one
                ? Parcel.bars(one.ticker(), 0, one.bars())
                : ((TickerGroups.HandedOn) group).parcel());
  }

  private static Iterator<Tuple2<TickerResult, Row>> scan(TickerGroups groups, Scan.Prepared scan) {
    return new Mapped<>(
        groups,
        group ->
            group instanceof TickerGroups.OneTicker one
                ? new Tuple2<>(scan.run(one.ticker(), one.bars(), one.ranks()), null)
                : new Tuple2<>(null, ((TickerGroups.HandedOn) group).parcel()));
  }

  /** The ranks that a pass by day computes, as parcels for each ticker. */
  private Dataset<Row> rankParcels(int pass, Dataset<Row> parcels) {
    List<Metric<?, ?>> inputs = phases.inputsOf(pass);
    var ranks = List.copyOf(phases.passes().get(pass));
    Scan scan = new Scan(inputs, phases.passes().subList(0, pass), node);
    JavaRDD<Row> ranked =
        parcels
            .javaRDD()
            .mapPartitions(
                rows -> scan(new TickerGroups(rows, TickerGroups.Settling.DONE), scan.prepare()))
            .map(Tuple2::_1)
            .mapPartitionsToPair(DayParcels::new)
            .groupByKey(parallelism)
            .flatMap(bucket -> rankParcels(new DayPass(bucket._2()).compare(ranks, inputs), pass));
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
    return Objects.requireNonNull(sorted);
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
    Map<Integer, Long> rows = new HashMap<>();
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
      rows.put(count.split(), count.tally().rowsRead());
    }
    input.tellOfFilesWithoutRows(rows);
    linesBefore = linesBefore(lines);
    SessionFindings sessions = tally.judgeSessions(limits);
    Acceptance.require(tally, sessions, limits, node.source().describe(), new Places());
    tally
        .warnings(node.source().describe(), adjustsForSplits, lastDay(), calendars, sessions)
        .forEach(context::warn);
    return tally.toReport(node.source().describe());
  }

  /** What is known of the parts of the input, the splits, once their lines are counted. */
  private final class Places implements Acceptance.Places {

    @Override
    public Optional<String> file(int part) {
      if (input.isText()) {
        return Optional.of(fileOf(part).location());
      }
      return input.origins().isEmpty() ? Optional.empty() : Optional.of(input.origins().get(part));
    }

    @Override
    public RejectedRow locate(Rejection row) {
      Rejection withoutText = new Rejection(row.position(), row.rule(), row.reason(), "");
      return toValue(new LocatedRows(List.of(withoutText).iterator(), places()).next());
    }

    @Override
    public Optional<String> betterLayout(int part) {
      return node.source() instanceof CsvSource csv
          ? LayoutDetection.better(csv.layout(), fileOf(part))
          : Optional.empty();
    }
  }

  private InputFile fileOf(int split) {
    return files.input(input.splits().get(split).location());
  }

  private void fail(Parcel.Count count) {
    throw new SourceException(
        fileOf(count.split()).shown()
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

  private JavaRDD<Tuple2<TickerResult, Row>> parts() {
    return Objects.requireNonNull(parts);
  }

  private JavaRDD<Row> specials(int kind) {
    if (settled != null) {
      return settled.where(col(Parcel.KIND).equalTo(kind)).javaRDD();
    }
    return parts()
        .filter(part -> part._2() != null && Parcel.kind(part._2()) == kind)
        .map(Tuple2::_2);
  }

  /** What was computed, ticker by ticker, in no order. */
  JavaRDD<TickerResult> results() {
    return parts().filter(part -> part._1() != null).map(Tuple2::_1);
  }

  /** Every day up to the last published one with its cross-sections, ascending. */
  List<DayPass.Day> marketDays(List<Metric<MarketDay, ?>> crossSections) {
    List<Metric<?, ?>> inputs = Phases.inputsOf(crossSections);
    List<Metric<?, ?>> metrics = metrics();
    Volumes volumes = node.volumes();
    int[] places = inputs.stream().mapToInt(metrics::indexOf).toArray();
    return results()
        .map(result -> result.select(places))
        .mapPartitionsToPair(DayParcels::new)
        .groupByKey(parallelism)
        .flatMap(bucket -> aggregate(new DayPass(bucket._2()), crossSections, inputs, volumes))
        .collect()
        .stream()
        .map(day -> new DayPass.Day(day._1(), day._2()))
        .sorted(Comparator.comparingInt(DayPass.Day::epochDay))
        .toList();
  }

  private static Iterator<Tuple2<Integer, Object[]>> aggregate(
      DayPass pass,
      List<Metric<MarketDay, ?>> crossSections,
      List<Metric<?, ?>> inputs,
      Volumes volumes) {
    return new Mapped<>(
        pass.aggregate(crossSections, inputs, volumes).iterator(),
        day -> new Tuple2<>(day.epochDay(), day.values()));
  }

  private LocatedRows.Places places() {
    return new LocatedRows.Places(
        List.copyOf(input.splits()),
        input.origins(),
        new HashMap<>(linesBefore),
        files,
        node.source().describe(),
        input.charset());
  }

  /** The rows that were kept out, in no order, with the columns of their schema. */
  JavaRDD<Row> rejected() {
    LocatedRows.Places places = places();
    JavaRDD<Row> parcels = specials(Parcel.REJECTED);
    if (!input.isText()) {
      return parcels.flatMap(
          parcel -> new LocatedRows(Parcel.unpackRejected(parcel).iterator(), places));
    }
    // By ticker as they come, each parcel's rows would be anywhere in the files.
    return parcels
        .flatMapToPair(
            parcel -> new Mapped<>(Parcel.unpackRejected(parcel).iterator(), BarsRun::byPosition))
        .repartitionAndSortWithinPartitions(
            new BySplit(Math.max(1, Math.min(shuffleTasks, input.splits().size()))))
        .mapPartitions(rows -> new LocatedRows(new Mapped<>(rows, BarsRun::toRejection), places));
  }

  /** A rejected row by its position; not as a record, see {@link #parts}. */
  private static Tuple2<Long, Row> byPosition(Rejection row) {
    return new Tuple2<>(row.position(), RowFactory.create(row.rule(), row.reason(), row.text()));
  }

  private static Rejection toRejection(Tuple2<Long, Row> row) {
    return new Rejection(
        row._1(), row._2().getString(0), row._2().getString(1), row._2().getString(2));
  }

  /** Spreads positions by the splits that they are in. */
  private static final class BySplit extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final int partitions;

    BySplit(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object position) {
      return CsvSplit.splitOf((Long) position) % partitions;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BySplit same && same.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
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
