package io.github.marketvolume.plan;

import io.github.marketvolume.io.Schema;
import java.util.List;

/**
 * One step of a plan. Nodes are values: equal nodes are one computation.
 *
 * @param <S> the rows that it yields
 */
public sealed interface PlanNode<S>
    permits BarsNode,
        MeasuredNode,
        FlaggedNode,
        AnomaliesNode,
        EpisodesNode,
        LeaderboardNode,
        MarketNode,
        RejectedNode,
        WhereNode {

  /** The bars that everything above is computed from. */
  BarsNode bars();

  /**
   * The steps from the bars to this one, each in an analyst's words; the bars are not among them.
   */
  List<String> steps();

  /** The columns of the rows. */
  Schema<S> schema();

  /** Does what is to be done for this kind of node. */
  <T> T accept(PlanVisitor<T> visitor);
}
