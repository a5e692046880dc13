package io.github.marketvolume;

import io.github.marketvolume.plan.PlanNode;

/**
 * Rows that nothing further is computed from: anomalies, or rejected rows.
 *
 * @param <S> the rows
 */
public final class RowsStage<S> extends Stage<S> {

  RowsStage(PlanNode<S> node) {
    super(node);
  }
}
