package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.plan.AnomaliesNode;
import io.github.marketvolume.plan.WhereNode;

/**
 * The rows on which a flag is set, with the verdict.
 *
 * @param <R> the row shape: a ticker's bar, or a day of the market
 */
public final class AnomaliesStage<R extends Dated> extends Stage<Anomaly<R>> {

  private final AnomaliesNode<R> node;

  AnomaliesStage(AnomaliesNode<R> node) {
    super(node);
    this.node = node;
  }

  /**
   * Leaves anomalies out of this output: all but those of rows for which a condition holds. What is
   * measured and flagged counts all rows the same. The condition is asked of the row, not of the
   * one flag that the anomaly is of, and may ask metrics that the rows do not show.
   */
  public RowsStage<Anomaly<R>> where(Condition<? super R> condition) {
    return new RowsStage<>(new WhereNode<>(node, Arguments.required(condition, "condition")));
  }
}
