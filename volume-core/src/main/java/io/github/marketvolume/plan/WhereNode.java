package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of a stage's rows: those for which a condition holds. What was computed of them counted the
 * others too.
 *
 * @param rows the rows of a measured or a flagged node
 * @param condition may ask what no row shows
 */
public record WhereNode<R extends Dated, S extends Measured<R>>(
    PlanNode<S> rows, Condition<? super R> condition) implements PlanNode<S> {

  public WhereNode {
    Columns.requireComputable(measured(rows).bars(), condition.flags());
  }

  /** Where the rows' metrics are measured. */
  public MeasuredNode<?> measured() {
    return measured(rows);
  }

  private static MeasuredNode<?> measured(PlanNode<?> rows) {
    if (rows instanceof MeasuredNode<?> measured) {
      return measured;
    }
    if (rows instanceof FlaggedNode<?> flagged) {
      return flagged.measured();
    }
    throw new InvalidPlanException(
        "where(...) leaves rows out of measured or flagged ones; use it on such a stage");
  }

  /** The flags of the rows. */
  public List<? extends Flag<?>> flags() {
    return rows instanceof FlaggedNode<?> flagged ? flagged.flags() : List.of();
  }

  @Override
  public BarsNode bars() {
    return rows.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(rows.steps());
    steps.add("leave out of this output all rows but those where " + condition.describe());
    return steps;
  }

  @Override
  public Schema<S> schema() {
    return rows.schema();
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.where(this);
  }
}
