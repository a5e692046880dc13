package io.github.marketvolume;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.MarketNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.RejectedNode;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checked bars, with which every pipeline begins. */
public final class BarsStage extends Stage<Bar> {

  private final BarsNode node;

  private BarsStage(BarsNode node) {
    super(node);
    this.node = node;
    node.requireComputable();
  }

  /**
   * Keeps only the bars for which a condition holds, as if there were no others: what is left out
   * is in no window, rank or cross-section, and in no output. To leave rows out of an output that
   * other outputs, windows and ranks still count, use {@code where(...)} after {@code
   * measure(...)}.
   *
   * <p>A flag in the condition judges by the bars that there are before this step, which may look
   * back: {@code where(DOLLAR_VOLUME.mean().over(bars(20)).atLeast(1e7))}. Where it cannot judge,
   * it is not set. Bars are checked, and adjusted for splits, before any is left out; the split
   * coefficient of a raw bar that is left out goes to the ticker's next bar, so that no split is
   * lost.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the condition compares tickers
   */
  public BarsStage where(Condition<? super Bar> condition) {
    return new BarsStage(node.where(Arguments.required(condition, "condition")));
  }

  /**
   * One bar for each ticker and week, Monday to Sunday: the first open, the highest high, the
   * lowest low, the last close and adjusted close, and the total volume of the bars that there are
   * before this step. All that follows is of weeks: {@code bars(10)} is ten weeks, and {@code
   * market(...)} has a row a week.
   *
   * <p>The bar of a week is dated by the week's last session, the same for all tickers: the last
   * day on which the input has an accepted bar of any ticker. A week is finished once there is a
   * bar of a later one. An unfinished week is left out, and the run warns, unless it is {@linkplain
   * #keepingUnfinished kept}. A week is published if its date is, with all its days.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the bars are of a period already
   */
  public BarsStage weekly() {
    return each(CalendarPeriod.WEEK, null);
  }

  /**
   * As {@link #weekly()}, but the last session of a week is that of a calendar, so that a week is
   * finished as soon as there is a bar on it.
   */
  public BarsStage weekly(TradingCalendar calendar) {
    return each(CalendarPeriod.WEEK, Arguments.required(calendar, "calendar"));
  }

  /** One bar for each ticker and month, as {@link #weekly()}. */
  public BarsStage monthly() {
    return each(CalendarPeriod.MONTH, null);
  }

  /** One bar for each ticker and month, as {@link #weekly(TradingCalendar)}. */
  public BarsStage monthly(TradingCalendar calendar) {
    return each(CalendarPeriod.MONTH, Arguments.required(calendar, "calendar"));
  }

  /** One bar for each ticker and quarter of a year, as {@link #weekly()}. */
  public BarsStage quarterly() {
    return each(CalendarPeriod.QUARTER, null);
  }

  /** One bar for each ticker and quarter of a year, as {@link #weekly(TradingCalendar)}. */
  public BarsStage quarterly(TradingCalendar calendar) {
    return each(CalendarPeriod.QUARTER, Arguments.required(calendar, "calendar"));
  }

  /** One bar for each ticker and year, as {@link #weekly()}. */
  public BarsStage yearly() {
    return each(CalendarPeriod.YEAR, null);
  }

  /** One bar for each ticker and year, as {@link #weekly(TradingCalendar)}. */
  public BarsStage yearly(TradingCalendar calendar) {
    return each(CalendarPeriod.YEAR, Arguments.required(calendar, "calendar"));
  }

  private BarsStage each(CalendarPeriod period, @Nullable TradingCalendar calendar) {
    return new BarsStage(node.aggregated(period, calendar));
  }

  /**
   * Keeps the bars of an unfinished week, month, quarter or year, dated by the last session so far.
   * Rows of bars have a column {@code is_unfinished} that tells them. They change as days arrive:
   * what is computed of them is provisional.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the bars are not of a period
   */
  public BarsStage keepingUnfinished() {
    return new BarsStage(node.keepingUnfinished());
  }

  /**
   * Compares tickers within their groups, such as their sectors: {@code market(...)} has a row for
   * each group and day, {@code leaderboard(...)} a ranking of each group, and ranks and differences
   * across tickers are among those of the group on the day. Windows, scores and ranks over a
   * ticker's own bars do not change.
   *
   * <p>A bar has the group that is valid on its date; the bar of a week or a longer period that of
   * its last session. Rows begin with the group, in a column of the grouping's name: after the date
   * and the ticker of a bar, after the date of a market's row, before the ticker in a leaderboard.
   * Bars without a group are a group of their own, whose name is missing, and the run warns of
   * them.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the bars are grouped already, or
   *     have a column of that name
   */
  public BarsStage groupedBy(Grouping grouping) {
    return new BarsStage(node.groupedBy(Arguments.required(grouping, "grouping")));
  }

  /**
   * The bars of a source, all dates, checked by {@link BarRules#standard()}, with the day of the
   * run (UTC) as the as-of date.
   */
  public static BarsStage from(Source<Bar> source) {
    return new BarsStage(BarsNode.of(Arguments.required(source, "source")));
  }

  /**
   * States the basis of the source's prices and volumes, if the source does not state it.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the source states another basis
   */
  public BarsStage inBasis(Basis basis) {
    return with(Optional.of(Arguments.required(basis, "basis")), node.splitAdjusted());
  }

  /**
   * Adjusts the bars to the shares of the last day that is read, at the latest the last that is
   * published: volumes are multiplied and prices divided by all later splits, as {@link
   * io.github.marketvolume.kernel.SplitAdjustment} defines. The adjusted close is the vendor's and
   * does not change, nor do bars that are already split-adjusted.
   *
   * <p>A later split restates earlier bars, so levels are hindsight; values relative to a baseline
   * are not.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the basis is not stated
   */
  public BarsStage splitAdjusted() {
    return with(node.stated(), true);
  }

  private BarsStage with(Optional<Basis> stated, boolean splitAdjusted) {
    return new BarsStage(
        new BarsNode(
            node.source(),
            stated,
            splitAdjusted,
            node.shapings(),
            node.grouping(),
            node.published(),
            node.asOf(),
            node.rules()));
  }

  /**
   * Publishes the bars from {@code first} to {@code last}, both included. Earlier bars are read as
   * look-back; later ones are not used. Metrics of a whole series, such as a rank in hindsight, use
   * the published bars.
   */
  public BarsStage between(LocalDate first, LocalDate last) {
    return with(
        new DateRange(Arguments.required(first, "first"), Arguments.required(last, "last")),
        node.asOf(),
        node.rules());
  }

  /** Publishes the bars from {@code first} on. */
  public BarsStage from(LocalDate first) {
    return with(
        node.published().from(Arguments.required(first, "first")), node.asOf(), node.rules());
  }

  /** Publishes the bars up to and including {@code last}. */
  public BarsStage to(LocalDate last) {
    return with(node.published().to(Arguments.required(last, "last")), node.asOf(), node.rules());
  }

  /** Treats bars after {@code date} as bars from the future, which the rules reject. */
  public BarsStage asOf(LocalDate date) {
    return with(node.published(), Optional.of(Arguments.required(date, "date")), node.rules());
  }

  /** Checks the bars by these rules instead. */
  public BarsStage checkedBy(BarRules rules) {
    return with(node.published(), node.asOf(), Arguments.required(rules, "rules"));
  }

  private BarsStage with(DateRange published, Optional<LocalDate> asOf, BarRules rules) {
    return new BarsStage(
        new BarsNode(
            node.source(),
            node.stated(),
            node.splitAdjusted(),
            node.shapings(),
            node.grouping(),
            published,
            asOf,
            rules));
  }

  /** Adds columns to every bar. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final MeasuredStage<Bar> measure(Metric<Bar, ?>... metrics) {
    return measuring().measureAll(Arguments.list(metrics, "metrics"));
  }

  /** Adds flags that judge by the bar's own fields. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final FlaggedStage<Bar> flag(Flag<Bar>... flags) {
    return measuring().flagAll(Arguments.list(flags, "flags"));
  }

  /** Measures the inputs of a rule, and flags the bars that it calls anomalies. */
  public FlaggedStage<Bar> flagAnomalies(AnomalyRule<Bar> rule) {
    return measuring().flagAnomalies(rule);
  }

  /** Measures the total, the mean and the standard deviation of volume over a window. */
  public MeasuredStage<Bar> rollingVolume(RollingWindow window) {
    return measure(
        BarMetrics.VOLUME.total().over(window),
        BarMetrics.VOLUME.mean().over(window),
        BarMetrics.VOLUME.standardDeviation().over(window));
  }

  /** Ranks each bar's volume among all its ticker's published bars, in hindsight. */
  public MeasuredStage<Bar> rankWithinTicker() {
    return measure(Rank.inHindsight(BarMetrics.VOLUME.descending()));
  }

  /** Ranks each bar's volume among all tickers on the day. */
  public MeasuredStage<Bar> rankAcrossTickers() {
    return measure(Rank.acrossTickers(BarMetrics.VOLUME.descending()));
  }

  /**
   * The tickers with these summaries of their published bars, ranked in hindsight by the first
   * summary, largest first.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final LeaderboardStage leaderboard(Summary<Bar, ?>... summaries) {
    return new LeaderboardStage(
        new LeaderboardNode(
            node,
            Arguments.list(summaries, "summaries"),
            Optional.empty(),
            OptionalInt.empty(),
            Ties.COMPETITION));
  }

  /** The whole market, one row per day: {@code market(total(VOLUME), share(spike))}. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final MarketStage market(Metric<MarketDay, ?>... crossSections) {
    return new MarketStage(new MarketNode(node, Arguments.list(crossSections, "crossSections")));
  }

  /** The rows that the rules rejected. */
  public RowsStage<RejectedRow> rejected() {
    return new RowsStage<>(new RejectedNode(node));
  }

  private MeasuredStage<Bar> measuring() {
    return new MeasuredStage<>(new MeasuredNode<>(node, List.of()));
  }
}
