package io.github.marketvolume.spark;

import static org.apache.spark.sql.functions.col;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.attendance.SessionDays;
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
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.membership.GroupTables;
import io.github.marketvolume.period.PeriodTotals;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.Reading;
import io.github.marketvolume.plan.SourceOutputs;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.spark.hadoop.HadoopFiles;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
 * The bars of one reading: read, checked, and put in order by ticker, so that any number of runs
 * over them may follow. What more than one needs is kept in memory or on disk until it is closed.
 */
final class CheckedBars implements AutoCloseable {

  private final Reading reading;

  /** The outputs by their bars: by identity, as a source of a user's may change what it equals. */
  private final IdentityHashMap<BarsNode, List<PlanNode<?>>> outputs = new IdentityHashMap<>();

  private final BarsNode first;
  private final Set<TradingCalendar> calendars;
  private final BarRules limits;
  private final Input input;
  private final RunContext context;
  private final boolean adjustsForSplits;
  private final boolean appliesSplits;
  private final boolean notesDays;
  private final PeriodTotals totals;
  private final int lastDay;
  private final HadoopFiles files;
  private final GroupTables groups;
  private final int parallelism;
  private final int shuffleTasks;

  /** The parcels of all readings of the source, which are kept; null where there is but this. */
  private final @Nullable Dataset<Row> shared;

  /** The parcels of the input by ticker; read again by each that uses them. */
  private final Dataset<Row> parcels;

  /** These parcels with their bars settled, which are read once; null until somebody asks. */
  private @Nullable Dataset<Row> settled;

  /** The parcels of rejected rows and counts; null until a run over the bars yields them. */
  private @Nullable JavaRDD<Row> specials;

  private final IdentityHashMap<BarsNode, BarsRun> runs = new IdentityHashMap<>();
  private Map<Integer, Long> linesBefore = Map.of();

  private CheckedBars(
      Reading reading,
      Map<BarsNode, List<PlanNode<?>>> outputs,
      Input input,
      Dataset<Row> unordered,
      HadoopFiles files,
      RunContext context,
      GroupTables groups,
      @Nullable Dataset<Row> shared) {
    List<PlanNode<?>> all = SourceOutputs.of(outputs);
    this.reading = reading;
    outputs.forEach(this.outputs::put);
    this.first = outputs.keySet().iterator().next();
    this.limits = reading.limits(all);
    this.calendars = Phases.calendars(all);
    this.files = files;
    this.context = context;
    this.groups = groups;
    this.adjustsForSplits = Phases.adjustsForSplits(all);
    this.appliesSplits = Phases.appliesSplits(all);
    this.totals = PeriodTotals.of(all);
    this.notesDays = SourceOutputs.combinesPeriods(all) || Phases.countsDays(all);
    this.lastDay = SourceOutputs.used(all).lastEpochDay();
    this.input = input;
    this.parallelism = unordered.sparkSession().sparkContext().defaultParallelism();
    this.shuffleTasks = input.shuffleTasks();
    this.shared = shared;
    this.parcels = byTicker(unordered);
  }

  /**
   * The bars of each reading of a source, yet to be read.
   *
   * @param outputs all that are made of them
   * @param groups the groups of their tickers
   * @param found is told the files of the source before they are read, and may refuse them
   */
  static List<CheckedBars> of(
      SparkSession spark,
      HadoopFiles files,
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters,
      RunContext context,
      SourceOutputs<PlanNode<?>> outputs,
      GroupTables groups,
      Consumer<List<String>> found) {
    return of(
        spark,
        files,
        adapters,
        context,
        outputs,
        Phases.request(outputs.all()),
        Phases.requestOfFiles(outputs),
        groups,
        found);
  }

  /**
   * The same.
   *
   * @param request what is asked of the source
   * @param ofFiles what is asked of files that have dates
   */
  static List<CheckedBars> of(
      SparkSession spark,
      HadoopFiles files,
      AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> adapters,
      RunContext context,
      SourceOutputs<PlanNode<?>> outputs,
      ReadRequest request,
      ReadRequest ofFiles,
      GroupTables groups,
      Consumer<List<String>> found) {
    List<BarRules> rules = outputs.readings().keySet().stream().map(Reading::rules).toList();
    Input input = new Input(spark, files, outputs.source(), rules, context, adapters);
    Dataset<Row> parcels = input.parcels(request, ofFiles);
    found.accept(input.files());
    boolean isShared = rules.size() > 1;
    Dataset<Row> all = isShared ? parcels.persist(StorageLevel.MEMORY_AND_DISK()) : parcels;
    List<CheckedBars> readings = new ArrayList<>();
    outputs
        .readings()
        .forEach(
            (reading, bars) -> {
              Dataset<Row> own =
                  isShared ? all.where(col(Parcel.READING).equalTo(readings.size())) : all;
              readings.add(
                  new CheckedBars(
                      reading, bars, input, own, files, context, groups, isShared ? all : null));
            });
    return readings;
  }

  /** One exchange by ticker and one sort, so that a ticker's parcels come one after the other. */
  Dataset<Row> byTicker(Dataset<Row> parcels) {
    return parcels
        .repartition(shuffleTasks, col(Parcel.KEY))
        .sortWithinPartitions(Parcel.KEY, Parcel.KIND, Parcel.NUMBER);
  }

  /** The parcels of the input by ticker, of bars that are yet to be settled. */
  Dataset<Row> parcels() {
    return parcels;
  }

  /** How the bars of {@link #parcels} are settled. */
  TickerGroups.Settling settling() {
    return new TickerGroups.Settling(
        input.isText(),
        Phases.Scanned.upTo(lastDay),
        reading.rules().lastOfRepeatedDays(),
        adjustsForSplits,
        notesDays,
        totals,
        reading.rules().sessions());
  }

  /** The settled bars as parcels by ticker, which are kept: the input is read once for all runs. */
  Dataset<Row> settled() {
    Dataset<Row> all = settled;
    if (all == null) {
      TickerGroups.Settling settling = settling();
      all =
          parcels
              .mapPartitions(
                  (Iterator<Row> rows) -> settle(new TickerGroups(rows, settling)),
                  Encoders.row(Parcel.SCHEMA))
              .persist(StorageLevel.MEMORY_AND_DISK());
      settled = all;
      specials = all.where(col(Parcel.KIND).notEqual(Parcel.BARS)).javaRDD();
    }
    return all.where(col(Parcel.KIND).equalTo(Parcel.BARS));
  }

  private static Iterator<Row> settle(TickerGroups groups) {
    return new Mapped<>(
        groups,
        group ->
            group instanceof TickerGroups.OneTicker one
                ? Parcel.bars(one.ticker(), 0, one.bars())
                : ((TickerGroups.HandedOn) group).parcel());
  }

  /** Settles the bars, unless that was done, and counts the days on which any ticker has one. */
  SessionDays settleAndCountDays() {
    if (settled == null) {
      Dataset<Row> unused = settled();
    }
    SessionDays days = new SessionDays();
    specials(Parcel.COUNT)
        .map(parcel -> Parcel.unpackCount(parcel).tally().sessionDays())
        .collect()
        .forEach(days::add);
    return days;
  }

  /** Takes the parcels of rejected rows and counts from a run that settles the bars itself. */
  void handedOn(JavaRDD<Row> parcels) {
    specials = parcels;
  }

  private JavaRDD<Row> specials(int kind) {
    return Objects.requireNonNull(specials).filter(parcel -> Parcel.kind(parcel) == kind);
  }

  /** The run over some of the bars, always the same for the same; closed with these. */
  BarsRun run(BarsNode bars) {
    return runs.computeIfAbsent(
        bars,
        node ->
            new BarsRun(
                this,
                node,
                Objects.requireNonNull(outputs.get(node)),
                outputs.size() > 1,
                groups.of(node)));
  }

  /** In how many tasks Spark works at the same time. */
  int parallelism() {
    return parallelism;
  }

  /** Fails with what can be said of a failure to read, if there is more to say than it does. */
  void requireReadable(Throwable failure) {
    requireUnchanged();
    input
        .failureOfFile(failure)
        .ifPresent(
            said -> {
              throw said;
            });
  }

  /**
   * Reads and checks the input.
   *
   * @throws io.github.marketvolume.error.VolumeException if a file is not what it claims to be, or
   *     too many rows broke a rule
   */
  RunReport.Input check() {
    BarsRun unused = run(first); // may be what yields the counts
    return judged();
  }

  /** The same, where nothing is computed of the bars yet. */
  RunReport.Input settleAndCheck() {
    Dataset<Row> unused = settled();
    return judged();
  }

  /** Hands each ticker's bars, which are settled, to the driver. */
  void collect(BiConsumer<String, byte[]> receiver) {
    try {
      settled()
          .toLocalIterator()
          .forEachRemaining(parcel -> receiver.accept(Parcel.key(parcel), Parcel.payload(parcel)));
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      requireReadable(e);
      throw e;
    }
    requireUnchanged();
  }

  /**
   * Other bars of the same reading, which were checked before.
   *
   * @param parcels settled bars by ticker
   */
  CheckedBars with(Map<BarsNode, List<PlanNode<?>>> some, List<Row> parcels) {
    return new CheckedBars(
        reading, some, input, input.ofDriver(parcels), files, context, groups, null);
  }

  private RunReport.Input judged() {
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
    String source = reading.source().describe();
    SessionFindings sessions = tally.judgeSessions(limits);
    Acceptance.require(tally, sessions, limits, source, new Places());
    tally.warnings(source, appliesSplits, lastDay, calendars, sessions).forEach(context::warn);
    RunReport.Input read = tally.toReport(source);
    return input.pruned().map(read::of).orElse(read);
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
      return reading.source() instanceof CsvSource csv
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

  private LocatedRows.Places places() {
    return new LocatedRows.Places(
        List.copyOf(input.splits()),
        input.origins(),
        new HashMap<>(linesBefore),
        files,
        reading.source().describe(),
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
            parcel ->
                new Mapped<>(Parcel.unpackRejected(parcel).iterator(), CheckedBars::byPosition))
        .repartitionAndSortWithinPartitions(
            new BySplit(Math.max(1, Math.min(shuffleTasks, input.splits().size()))))
        .mapPartitions(
            rows -> new LocatedRows(new Mapped<>(rows, CheckedBars::toRejection), places));
  }

  /** A rejected row by its position; not as a record, see {@link BarsRun}. */
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

  /** The same as values, in the order of the input. */
  List<RejectedRow> rejectedValues() {
    List<RejectedRow> rows = new ArrayList<>();
    rejected().collect().forEach(row -> rows.add(toValue(row)));
    rows.sort(
        Comparator.comparing(RejectedRow::origin)
            .thenComparingLong(row -> row.line().orElse(0))
            .thenComparing(RejectedRow::reason));
    return rows;
  }

  /** A rejected row as a value. */
  private static RejectedRow toValue(Row row) {
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
    runs.values().forEach(BarsRun::close);
    if (shared != null) {
      shared.unpersist(false);
    }
    if (settled != null) {
      settled.unpersist(false);
    }
    input.close();
  }
}
