package io.github.marketvolume;

import io.github.marketvolume.plan.PlanNode;

/**
 * Rows from which nothing further is computed: rejected rows, or those that {@code where(...)}
 * left.
 *
 * @param <S> the rows
 */
public final class RowsStage<S> extends Stage<S> {

  RowsStage(PlanNode<S> node) {
    super(node);
  }
}
