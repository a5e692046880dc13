package io.github.marketvolume;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.LeaderboardNode;
import java.util.OptionalInt;

/** Tickers with summaries of their bars, in the order of their ranks. */
public final class LeaderboardStage extends Stage<TickerSummary> {

  private final LeaderboardNode node;

  LeaderboardStage(LeaderboardNode node) {
    super(node);
    this.node = node;
  }

  /** Keeps ranks 1 to {@code n}; tickers that share the last rank are all kept. */
  public LeaderboardStage top(int n) {
    return new LeaderboardStage(
        new LeaderboardNode(node.bars(), node.summaries(), OptionalInt.of(n), node.ties()));
  }

  /** Ranks equal tickers by another rule; {@link Ties#ORDINAL} orders by symbol. */
  public LeaderboardStage ties(Ties rule) {
    return new LeaderboardStage(
        new LeaderboardNode(node.bars(), node.summaries(), node.top(), rule));
  }
}
