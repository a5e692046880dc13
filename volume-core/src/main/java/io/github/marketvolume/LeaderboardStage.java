package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.WhereNode;
import java.util.Optional;
import java.util.OptionalInt;

/** Tickers with summaries of their bars, in the order of their ranks. */
public final class LeaderboardStage extends Stage<TickerSummary> {

  private final LeaderboardNode node;

  LeaderboardStage(LeaderboardNode node) {
    super(node);
    this.node = node;
  }

  /**
   * Keeps ranks 1 to {@code n}, of each period if there are several; tickers that share the last
   * rank are all kept.
   */
  public LeaderboardStage top(int n) {
    return new LeaderboardStage(
        new LeaderboardNode(
            node.bars(), node.summaries(), node.each(), OptionalInt.of(n), node.ties()));
  }

  /** Ranks equal tickers by another rule; {@link Ties#ORDINAL} orders by symbol. */
  public LeaderboardStage ties(Ties rule) {
    return new LeaderboardStage(
        new LeaderboardNode(
            node.bars(),
            node.summaries(),
            node.each(),
            node.top(),
            Arguments.required(rule, "rule")));
  }

  /**
   * A leaderboard of each calendar period instead of one of all published bars, in one pass over
   * them: {@code leaderboard(VOLUME.total()).each(MONTH).top(5)} is the five most traded tickers of
   * every month. The rows begin with a column {@code period}, the period's first day, and come in
   * its order. The first and the last period may be only partly published.
   */
  public LeaderboardStage each(CalendarPeriod period) {
    return new LeaderboardStage(
        new LeaderboardNode(
            node.bars(),
            node.summaries(),
            Optional.of(Arguments.required(period, "period")),
            node.top(),
            node.ties()));
  }

  /**
   * Leaves rows out of this output: all but those for which a condition holds, such as {@code
   * isTicker("AAPL")} or {@code VOLUME.total().atLeast(1e9)}. The ranks stay those among all
   * tickers, and {@link #top} counts all; to rank as if other bars were not there, use {@code
   * where(...)} on the bars.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the condition asks a summary that
   *     the leaderboard does not show
   */
  public RowsStage<TickerSummary> where(Condition<? super TickerSummary> condition) {
    return new RowsStage<>(new WhereNode<>(node, Arguments.required(condition, "condition")));
  }
}
