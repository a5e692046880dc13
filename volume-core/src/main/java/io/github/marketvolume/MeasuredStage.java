package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.plan.FlaggedNode;
import io.github.marketvolume.plan.MeasuredNode;
import io.github.marketvolume.plan.WhereNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows with their metrics.
 *
 * @param <R> the row shape: a ticker's bar, or a day of the market
 */
public final class MeasuredStage<R extends Dated> extends Stage<Measured<R>> {

  private final MeasuredNode<R> node;

  MeasuredStage(MeasuredNode<R> node) {
    super(node);
    this.node = node;
  }

  /**
   * Adds columns to every row, after the existing ones.
   *
   * @throws InvalidPlanException if two columns have one name, or a flag is among them
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final MeasuredStage<R> measure(Metric<R, ?>... metrics) {
    return measureAll(Arguments.list(metrics, "metrics"));
  }

  /** Adds columns as {@link #measure} does, for a list that a program made. */
  public MeasuredStage<R> measureAll(List<? extends Metric<R, ?>> metrics) {
    for (Metric<R, ?> metric : Arguments.requiredAll(metrics, "metrics")) {
      if (metric instanceof Flag) {
        throw new InvalidPlanException(
            metric.name() + " is a flag; set it with flag(...), after measure(...)");
      }
    }
    return new MeasuredStage<>(node.and(metrics));
  }

  /**
   * Leaves rows out of this output: all but those for which a condition holds. What is measured
   * counts them all the same; to compute as if they were not there, use {@code where(...)} on the
   * bars. The condition may ask metrics that the rows do not show.
   */
  public RowsStage<Measured<R>> where(Condition<? super R> condition) {
    return new RowsStage<>(new WhereNode<>(node, Arguments.required(condition, "condition")));
  }

  /**
   * Adds flags, after the existing columns.
   *
   * @throws InvalidPlanException if an input of a flag is not measured here
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied at once
  public final FlaggedStage<R> flag(Flag<R>... flags) {
    return flagAll(Arguments.list(flags, "flags"));
  }

  /** Adds flags as {@link #flag} does, for a list that a program made. */
  public FlaggedStage<R> flagAll(List<Flag<R>> flags) {
    return new FlaggedStage<>(new FlaggedNode<>(node, Arguments.requiredAll(flags, "flags")));
  }

  /**
   * Measures the inputs of a rule that are not yet measured, and flags the rows that it calls
   * anomalies.
   */
  public FlaggedStage<R> flagAnomalies(AnomalyRule<R> rule) {
    Flag<R> flag = Flag.of(rule);
    Set<Metric<?, ?>> known = new HashSet<>();
    node.shown().forEach(metric -> known.add(metric.definition()));
    List<Metric<R, ?>> missing = new ArrayList<>();
    for (NumericMetric<R, ?> input : rule.inputs()) {
      if (FlaggedNode.isMeasured(input) && known.add(input.definition())) {
        missing.add(input);
      }
    }
    return new FlaggedStage<>(new FlaggedNode<>(node.and(missing), List.of(flag)));
  }
}
