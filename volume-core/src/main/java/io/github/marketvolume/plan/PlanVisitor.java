package io.github.marketvolume.plan;

import io.github.marketvolume.market.Dated;

/**
 * What is done for each kind of node. A new kind is a method here, so that every place that must
 * handle it fails to compile until it does.
 *
 * @param <T> what comes of it
 */
public interface PlanVisitor<T> {

  /** Checked bars. */
  T bars(BarsNode node);

  /** The rows that the rules kept out. */
  T rejected(RejectedNode node);

  /** The market's days. */
  T market(MarketNode node);

  /** Rows of a series with what is measured of them. */
  <R extends Dated> T measured(MeasuredNode<R> node);

  /** Measured rows with flags. */
  <R extends Dated> T flagged(FlaggedNode<R> node);

  /** Rows of another node for which a condition holds. */
  <Q, S> T where(WhereNode<Q, S> node);

  /** Rows on which a flag is set. */
  <R extends Dated> T anomalies(AnomaliesNode<R> node);

  /** Rows on which a flag is set, joined where they are close to each other. */
  <R extends Dated> T episodes(EpisodesNode<R> node);

  /** Tickers by summaries. */
  T leaderboard(LeaderboardNode node);
}
