package io.github.marketvolume.local;

import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.rows.Leaderboard;
import io.github.marketvolume.rows.SmallRows;
import io.github.marketvolume.rows.StageLayout;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.TickerResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The rows of stages, from a run over their bars. One scan serves all outputs that are files, and
 * gathers what leaderboards and the market need.
 */
final class StageRows {

  /**
   * Takes what a scan computes of each ticker.
   *
   * @param <P> what it makes of it
   */
  interface Taker<P> {

    /** Does what can be done for several tickers at the same time. */
    P prepare(TickerResult result);

    /** Takes a ticker after those before it. */
    void take(P prepared);
  }

  private final BarsRun run;
  private final Workers workers;
  private final List<Taker<?>> takers = new ArrayList<>();
  private final Map<LeaderboardNode, Summaries> leaderboards = new LinkedHashMap<>();
  private final SmallRows small;
  private final List<Metric<?, ?>> inputsOfDays;
  private final BarsRun.Days days;
  private @Nullable List<DayPass.Day> marketDays;

  StageRows(BarsRun run, Workers workers, List<? extends PlanNode<?>> outputs) {
    this.run = run;
    this.workers = workers;
    for (PlanNode<?> output : outputs) {
      PlanNode<?> all = output instanceof WhereNode<?, ?> some ? some.rows() : output;
      if (all instanceof LeaderboardNode node && !leaderboards.containsKey(node)) {
        leaderboards.put(node, new Summaries(node));
      }
    }
    takers.addAll(leaderboards.values());
    small = new Small(outputs);
    inputsOfDays = Phases.inputsOf(small.crossSections());
    days = run.new Days();
    if (!small.crossSections().isEmpty()) {
      takers.add(new DayGatherer());
    }
  }

  /** How a stage's rows come from results; empty if they do not directly. */
  <S> Optional<StageLayout<S>> layout(PlanNode<S> node) {
    return StageLayout.of(node, run.metrics(), run.groups());
  }

  /** Adds somebody who takes what the scan computes. */
  void add(Taker<?> taker) {
    takers.add(taker);
  }

  /** Scans all tickers, if anybody takes anything. */
  void scan(DoubleConsumer progress) {
    if (takers.isEmpty()) {
      return;
    }
    Iterator<List<Runnable>> prepared = workers.inOrder(run.tickers(), this::prepare);
    int done = 0;
    while (prepared.hasNext()) {
      prepared.next().forEach(Runnable::run);
      done++;
      progress.accept((double) done / run.tickers().size());
    }
  }

  private List<Runnable> prepare(String ticker) {
    TickerResult result = run.scan(ticker);
    List<Runnable> prepared = new ArrayList<>();
    takers.forEach(taker -> prepared.add(prepare(taker, result)));
    return prepared;
  }

  private static <P> Runnable prepare(Taker<P> taker, TickerResult result) {
    P prepared = taker.prepare(result);
    return () -> taker.take(prepared);
  }

  /**
   * All rows as values, in the order that {@code Runner.collect} promises; those of bars are
   * computed as they are asked for, the others need a scan before.
   */
  <S> Iterator<S> values(PlanNode<S> node) {
    Optional<StageLayout<S>> layout = layout(node);
    return layout.isPresent()
        ? flat(stream(run.results()).map(layout.get()::values))
        : small.of(node);
  }

  private static <T> Stream<T> stream(Iterator<T> elements) {
    Iterable<T> iterable = () -> elements;
    return StreamSupport.stream(iterable.spliterator(), false);
  }

  private static <T> Iterator<T> flat(Stream<List<T>> lists) {
    return lists.flatMap(List::stream).iterator();
  }

  /** The cross-sections that the market's days have. */
  List<Metric<MarketDay, ?>> crossSections() {
    return small.crossSections();
  }

  /** The market's days, with every cross-section that an output needs, once all is scanned. */
  List<DayPass.Day> marketDays() {
    List<DayPass.Day> known = marketDays;
    if (known == null) {
      known =
          small.crossSections().isEmpty()
              ? List.of()
              : days.aggregate(small.crossSections(), inputsOfDays);
      marketDays = known;
    }
    return known;
  }

  /** The rows of what is small, from what the scan gathered. */
  private final class Small extends SmallRows {

    Small(List<? extends PlanNode<?>> outputs) {
      super(outputs, run.groups());
    }

    @Override
    protected Iterator<RejectedRow> rejected() {
      return flat(stream(run.rejected()));
    }

    @Override
    protected List<TickerSummary> leaderboard(LeaderboardNode node) {
      return Objects.requireNonNull(leaderboards.get(node)).rows();
    }

    @Override
    protected List<DayPass.Day> days(List<Metric<MarketDay, ?>> crossSections) {
      return marketDays();
    }

    @Override
    protected int firstDay() {
      return run.firstDay();
    }

    @Override
    protected OptionalInt unfinishedDay() {
      return run.unfinishedDay();
    }
  }

  /** One leaderboard's summaries of each ticker. */
  private final class Summaries implements Taker<List<Leaderboard.Summarized>> {

    private final LeaderboardNode node;
    private final List<Leaderboard.Summarized> all = new ArrayList<>();

    Summaries(LeaderboardNode node) {
      this.node = node;
    }

    @Override
    public List<Leaderboard.Summarized> prepare(TickerResult result) {
      return Leaderboard.summarize(
          node.summaries(),
          node.each().orElse(null),
          result,
          run.metrics(),
          node.bars().volumes(),
          run.groups());
    }

    @Override
    public void take(List<Leaderboard.Summarized> summarized) {
      all.addAll(summarized);
    }

    List<TickerSummary> rows() {
      return Leaderboard.rank(node, all);
    }
  }

  /** Gathers what cross-sections need, by days. */
  private final class DayGatherer implements Taker<Void> {

    private final int[] places = inputsOfDays.stream().mapToInt(run.metrics()::indexOf).toArray();

    @Override
    public Void prepare(TickerResult result) {
      days.add(result.select(places));
      return null;
    }

    @Override
    public void take(Void nothing) {
      // What was gathered needs no order.
    }
  }
}
