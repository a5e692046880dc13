package io.github.marketvolume.spark;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.membership.Ungrouped;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.period.PeriodBars;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.TickerResult;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * One set of bars, taken from those of a reading and scanned, and what the outputs take from it.
 * What more than one step needs is kept in memory or on disk until the run is closed.
 */
final class BarsRun implements AutoCloseable {

  private final CheckedBars checked;
  private final BarsNode node;
  private final Phases phases;

  /** Which bars of a ticker are scanned. */
  private final Phases.Scanned scanned;

  /** The first day of which values are needed by days. */
  private final int firstCompared;

  /** The groups of the tickers, which tasks get with their code; null where there are none. */
  private final @Nullable GroupTable groups;

  /** The parcels that are scanned last. */
  private final Dataset<Row> sorted;

  /**
   * What the last scan yields: a ticker's result, or a parcel of rejected rows or counts. Tuples
   * and plain classes, because records are beyond Spark's Kryo, which a session may use for data.
   */
  private final JavaRDD<Tuple2<TickerResult, Row>> parts;

  /** How bars are combined by period; null where they are not. */
  private final @Nullable PeriodBars periods;

  /**
   * A run over the bars of some outputs.
   *
   * @param outputs all of the same bars
   * @param shared whether others take bars of the same reading
   * @param groups the groups of the tickers; null where there are none
   */
  BarsRun(
      CheckedBars checked,
      BarsNode node,
      List<PlanNode<?>> outputs,
      boolean shared,
      @Nullable GroupTable groups) {
    this.groups = groups;
    this.checked = checked;
    this.node = node;
    this.phases = Phases.of(outputs);
    boolean combinesPeriods = node.aggregated().isPresent();
    boolean countsDays = Phases.countsDays(outputs);
    boolean isSettled = shared || combinesPeriods || countsDays || !phases.passes().isEmpty();
    try {
      scanned = Phases.Scanned.of(outputs, day -> checked.settleAndCountDays().upTo(day));
      firstCompared = phases.firstComparedDay(outputs, scanned);
      periods =
          combinesPeriods ? PeriodBars.of(node, checked.settleAndCountDays()).orElseThrow() : null;
      sorted = isSettled ? ranked(checked.settled()) : checked.parcels();
      JavaRDD<Tuple2<TickerResult, Row>> results =
          scanned(isSettled ? settled() : checked.settling().of(scanned));
      parts =
          outputs.size() > 1 || !isSettled || groups != null
              ? results.persist(StorageLevel.MEMORY_AND_DISK())
              : results;
      if (!isSettled) {
        checked.handedOn(parts.filter(part -> part._2() != null).map(Tuple2::_2));
      }
    } catch (Throwable e) { // Spark throws checked ones that it does not declare
      checked.requireReadable(e); // adaptive planning reads the input
      throw e;
    }
  }

  /** What the last scan yields. */
  private JavaRDD<Tuple2<TickerResult, Row>> scanned(TickerGroups.Settling settling) {
    Scan scan = new Scan(phases.wanted(), phases.passes(), node, periods);
    return sorted
        .javaRDD()
        .mapPartitions(rows -> scan(new TickerGroups(rows, settling), scan.prepare()));
  }

  /** These parcels, with those of the ranks that go across tickers. */
  private Dataset<Row> ranked(Dataset<Row> bars) {
    Dataset<Row> parcels = bars;
    for (int pass = 0; pass < phases.passes().size(); pass++) {
      parcels = checked.byTicker(parcels.union(rankParcels(pass, parcels)));
    }
    return parcels;
  }

  /** What is used of bars that are settled. */
  private TickerGroups.Settling settled() {
    return TickerGroups.Settling.done(scanned);
  }

  /** What the user should know of what becomes of these bars, besides how they were read. */
  List<String> warnings() {
    return periods == null
        ? List.of()
        : periods.warnings().stream().map(line -> node.source().describe() + ": " + line).toList();
  }

  /** The groups of the tickers; null of bars that are not grouped. */
  @Nullable GroupTable groups() {
    return groups;
  }

  /** What the user should know of bars without a group. */
  Optional<String> ungrouped() {
    GroupTable table = groups;
    if (table == null) {
      return Optional.empty();
    }
    List<Ungrouped> all =
        results()
            .flatMap(
                result ->
                    Ungrouped.of(
                            table,
                            result.ticker(),
                            result.bars().epochDays(),
                            result.from(),
                            result.to())
                        .stream()
                        .iterator())
            .collect();
    return Ungrouped.warning(node.source().describe(), node.grouping().orElseThrow(), all);
  }

  int firstDay() {
    return node.published().firstEpochDay();
  }

  /** The day that dates the bars of an unfinished period; empty if there are none. */
  OptionalInt unfinishedDay() {
    return periods == null ? OptionalInt.empty() : periods.unfinishedDay();
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
    Scan scan = new Scan(inputs, phases.passes().subList(0, pass), node, periods);
    TickerGroups.Settling settled = settled();
    GroupTable table = groups;
    int firstDay = firstCompared;
    JavaRDD<Row> ranked =
        parcels
            .javaRDD()
            .mapPartitions(rows -> scan(new TickerGroups(rows, settled), scan.prepare()))
            .map(Tuple2::_1)
            .mapPartitionsToPair(parts -> new DayParcels(parts, firstDay))
            .groupByKey(checked.parallelism())
            .flatMap(
                bucket ->
                    rankParcels(new DayPass(bucket._2(), table).compare(ranks, inputs), pass));
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

  /** The rows that were kept out, in no order, with the columns of their schema. */
  JavaRDD<Row> rejected() {
    return checked.rejected();
  }

  /** The same as values, in the order of the input. */
  List<RejectedRow> rejectedValues() {
    return checked.rejectedValues();
  }

  /** What was computed, ticker by ticker, in no order. */
  JavaRDD<TickerResult> results() {
    return parts.filter(part -> part._1() != null).map(Tuple2::_1);
  }

  /** Every day that is needed with its cross-sections, those of a group ascending. */
  List<DayPass.Day> marketDays(List<Metric<MarketDay, ?>> crossSections) {
    List<Metric<?, ?>> inputs = Phases.inputsOf(crossSections);
    List<Metric<?, ?>> metrics = metrics();
    Volumes volumes = node.volumes();
    GroupTable table = groups;
    int[] places = inputs.stream().mapToInt(metrics::indexOf).toArray();
    int firstDay = firstCompared;
    return results()
        .map(result -> result.select(places))
        .mapPartitionsToPair(parts -> new DayParcels(parts, firstDay))
        .groupByKey(checked.parallelism())
        .flatMap(
            bucket -> aggregate(new DayPass(bucket._2(), table), crossSections, inputs, volumes))
        .collect()
        .stream()
        .map(day -> new DayPass.Day(day._1(), day._2(), day._3()))
        .sorted(Comparator.comparingInt(DayPass.Day::epochDay))
        .toList();
  }

  private static Iterator<Tuple3<Integer, Integer, Object[]>> aggregate(
      DayPass pass,
      List<Metric<MarketDay, ?>> crossSections,
      List<Metric<?, ?>> inputs,
      Volumes volumes) {
    return new Mapped<>(
        pass.aggregate(crossSections, inputs, volumes).iterator(),
        day -> new Tuple3<>(day.epochDay(), day.group(), day.values()));
  }

  @Override
  public void close() {
    parts.unpersist(false);
  }
}
