package io.github.marketvolume.local;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.membership.Ungrouped;
import io.github.marketvolume.memory.Drawers;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.period.PeriodBars;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.TickerResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One set of bars: taken from what was read and checked, and scanned a ticker at a time. What is
 * kept meanwhile is packed bytes, which go to a file when they are too many.
 */
final class BarsRun {

  /** How many numbers results may have to be kept for whoever asks again: 16 MB of them. */
  private static final long MOST_KEPT = 1 << 21;

  /** What a column of a ticker takes besides its numbers, in numbers. */
  private static final long EMPTY_COLUMN = 4;

  private final BarsNode node;
  private final Phases phases;
  private final Workers workers;
  private final Spill spill;
  private final CheckedBars checked;

  /** The ranks across tickers, by pass. */
  private final List<Drawers<String>> ranks = new ArrayList<>();

  /** How bars are combined by period; null where they are not. */
  private final @Nullable PeriodBars periods;

  /** The groups of the tickers; null of bars that are not grouped. */
  private final @Nullable GroupTable groups;

  /** The bars without a group, by ticker. */
  private final Map<String, Ungrouped> ungrouped = new ConcurrentHashMap<>();

  private final Scan.Prepared scan;

  /** Which bars of a ticker are scanned. */
  private final Phases.Scanned scanned;

  /** The first day of which values are needed by days. */
  private final int firstCompared;

  /** Results by ticker, where all are few. */
  private final Map<String, TickerResult> kept = new ConcurrentHashMap<>();

  private final boolean keepsResults;

  private @Nullable States states;

  /**
   * A run over the bars of some outputs, all of the same bars.
   *
   * @param groups the groups of their tickers; null where there are none
   */
  BarsRun(
      BarsNode node,
      List<? extends PlanNode<?>> outputs,
      Workers workers,
      Spill spill,
      CheckedBars checked,
      @Nullable GroupTable groups) {
    this.node = node;
    this.phases = Phases.of(outputs);
    this.workers = workers;
    this.spill = spill;
    this.checked = checked;
    this.groups = groups;
    this.periods = PeriodBars.of(node, checked.sessionDays()).orElse(null);
    this.scan = new Scan(phases.wanted(), phases.passes(), node, periods).prepare();
    this.scanned = Phases.Scanned.of(outputs, checked.sessionDays()::upTo);
    this.firstCompared = phases.firstComparedDay(outputs, scanned);
    long numbers = checked.bars() + EMPTY_COLUMN * checked.tickers().size();
    this.keepsResults = numbers <= MOST_KEPT / (RawBar.FIELDS + phases.wanted().size());
  }

  int firstDay() {
    return node.published().firstEpochDay();
  }

  /** The day that dates the bars of an unfinished period; empty if there are none. */
  OptionalInt unfinishedDay() {
    return periods == null ? OptionalInt.empty() : periods.unfinishedDay();
  }

  /** What the user should know of what becomes of these bars, besides how they were read. */
  List<String> warnings() {
    return periods == null
        ? List.of()
        : periods.warnings().stream().map(line -> node.source().describe() + ": " + line).toList();
  }

  /** Whether there are ranks across tickers to compute. */
  boolean ranksAcrossTickers() {
    return !phases.passes().isEmpty();
  }

  /** Computes the ranks across tickers, pass after pass. */
  Void rankAcrossTickers(DoubleConsumer progress) {
    for (int pass = 0; pass < phases.passes().size(); pass++) {
      List<Metric<?, ?>> inputs = phases.inputsOf(pass);
      List<Metric<Bar, ?>> compared = phases.passes().get(pass);
      Scan.Prepared before =
          new Scan(inputs, phases.passes().subList(0, pass), node, periods).prepare();
      Days days = new Days();
      workers.forEach(tickers(), ticker -> days.add(scan(before, ticker)));
      Drawers<String> ranked = new Drawers<>(spill);
      workers.forEach(
          days.buckets(),
          bucket ->
              days.pass(bucket)
                  .compare(compared, inputs)
                  .forEach(part -> ranked.add(part.ticker(), bucket, part.pack())));
      ranks.add(ranked);
      progress.accept((pass + 1.0) / phases.passes().size());
    }
    return null;
  }

  /** What is computed of each bar, in the order of the results' columns. */
  List<Metric<?, ?>> metrics() {
    return phases.wanted();
  }

  /** The tickers, ascending. */
  List<String> tickers() {
    return checked.tickers();
  }

  /** Everything that the outputs need to know of a ticker. */
  TickerResult scan(String ticker) {
    TickerResult result = kept.get(ticker);
    if (result == null) {
      result = scan(scan, ticker);
      noteGroups(result);
      if (keepsResults) {
        kept.put(ticker, result);
      }
    }
    return result;
  }

  private void noteGroups(TickerResult result) {
    if (groups != null) {
      Ungrouped.of(groups, result.ticker(), result.bars().epochDays(), result.from(), result.to())
          .ifPresent(some -> ungrouped.put(result.ticker(), some));
    }
  }

  /** The groups of the tickers; null of bars that are not grouped. */
  @Nullable GroupTable groups() {
    return groups;
  }

  /** What the user should know of bars without a group, once all are scanned. */
  Optional<String> ungrouped() {
    return node.grouping()
        .flatMap(by -> Ungrouped.warning(node.source().describe(), by, ungrouped.values()));
  }

  /** Takes where a ticker's series has come to before some days. */
  interface States {

    /** The days, ascending. */
    int[] days();

    /** Takes a state, by scan and by place of the day. */
    void take(int scan, int day, String ticker, byte[] state);
  }

  /** Tells where the series come to; before anything is computed. */
  void tell(States taker) {
    states = taker;
  }

  private TickerResult scan(Scan.Prepared prepared, String ticker) {
    BarColumns bars = checked.of(ticker, scanned);
    List<Scan.PassPart> parts = new ArrayList<>();
    for (int pass = 0; pass < ranks.size(); pass++) {
      for (byte[] packed : ranks.get(pass).packets(ticker)) {
        parts.add(new Scan.PassPart(pass, DayColumns.unpack(packed)));
      }
    }
    States taker = states;
    if (taker == null) {
      return prepared.run(ticker, bars, parts);
    }
    int scan = ranks.size();
    AtomicInteger day = new AtomicInteger();
    return prepared
        .start()
        .advance(
            ticker,
            bars,
            parts,
            taker.days(),
            state -> taker.take(scan, day.getAndIncrement(), ticker, state));
  }

  /** All results, in the order of the tickers, computed as they are asked for. */
  Iterator<TickerResult> results() {
    return workers.inOrder(tickers(), this::scan);
  }

  /** The rows that were kept out, in the order of the input, a part of it at a time. */
  Iterator<List<RejectedRow>> rejected() {
    return checked.rejected();
  }

  /** Gives up what is kept; nothing more is asked. */
  void drop() {
    kept.clear();
    ranks.forEach(Drawers::clear);
  }

  /** Values by days, gathered a ticker at a time. Safe for many threads. */
  final class Days {

    private final Drawers<Integer> buckets = new Drawers<>(spill);

    void add(TickerResult result) {
      DayColumns.divide(result, firstCompared, (bucket, packed) -> buckets.add(bucket, 0, packed));
    }

    List<Integer> buckets() {
      return buckets.keys();
    }

    /** The pass over a bucket, whose values are given up with it. */
    DayPass pass(int bucket) {
      DayPass pass = new DayPass(buckets.packets(bucket), groups);
      buckets.remove(bucket);
      return pass;
    }

    /** Every day that is needed with its cross-sections, ascending. */
    List<DayPass.Day> aggregate(
        List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs) {
      ConcurrentLinkedQueue<DayPass.Day> days = new ConcurrentLinkedQueue<>();
      workers.forEach(
          buckets(),
          bucket -> days.addAll(pass(bucket).aggregate(crossSections, inputs, node.volumes())));
      return days.stream()
          .sorted(Comparator.comparingInt(DayPass.Day::epochDay))
          .collect(Collectors.toList());
    }
  }
}
