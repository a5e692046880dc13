package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measured rows together with flags that judge them by what was measured. */
public record FlaggedNode<R extends Dated>(MeasuredNode<R> measured, List<Flag<R>> flags)
    implements PlanNode<Flagged<R>> {

  public FlaggedNode {
    flags = List.copyOf(flags);
    requireInputs(measured, flags);
    Columns.requireComputable(measured.bars(), flags);
    Columns.distinct(columns(measured, flags));
  }

  private static <R extends Dated> void requireInputs(
      MeasuredNode<R> measured, List<Flag<R>> flags) {
    Set<Metric<?, ?>> known = new HashSet<>();
    measured.shown().forEach(metric -> known.add(metric.definition()));
    for (Flag<R> flag : flags) {
      for (NumericMetric<R, ?> input : flag.rule().inputs()) {
        if (isMeasured(input) && !known.contains(input.definition())) {
          throw new InvalidPlanException(
              "flag "
                  + flag.name()
                  + " judges by "
                  + input.name()
                  + ", which the stage does not measure; add measure(...) of it before flag(...)");
        }
      }
    }
  }

  /**
   * Whether a stage must measure what a flag judges by: not a field of the bar itself, nor what
   * follows from the date alone.
   */
  public static boolean isMeasured(Metric<?, ?> input) {
    boolean isOfBarItself = input instanceof BarField<?> field && field.isOfBarItself();
    return !isOfBarItself && !(input instanceof CalendarOffset);
  }

  @Override
  public BarsNode bars() {
    return measured.bars();
  }

  @Override
  public List<String> steps() {
    List<String> steps = new ArrayList<>(measured.steps());
    flags.forEach(flag -> steps.add("flag " + flag.name() + ": " + flag.describe()));
    return steps;
  }

  @Override
  public Schema<Flagged<R>> schema() {
    return new Schema<>(columns(measured, flags));
  }

  private static <R extends Dated> List<Column<Flagged<R>>> columns(
      MeasuredNode<R> measured, List<Flag<R>> flags) {
    List<Column<Flagged<R>>> columns = new ArrayList<>(measured.columns());
    for (Flag<R> flag : flags) {
      columns.add(Columns.of(flag));
    }
    return columns;
  }

  @Override
  public <T> T accept(PlanVisitor<T> visitor) {
    return visitor.flagged(this);
  }
}
