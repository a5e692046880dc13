package io.github.marketvolume.series;

import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Cumulative;
import io.github.marketvolume.metric.CusumMetric;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.EstimatedOffset;
import io.github.marketvolume.metric.ExpectationMetric;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Lagged;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.SessionMinutes;
import io.github.marketvolume.metric.SmoothedMetric;
import io.github.marketvolume.metric.Volumes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a step is made. Recipes are values: metrics of equal ones are computed by one step, which
 * holds what they have in common once.
 */
interface StepRecipe {

  /**
   * A step that has seen no row, and computes these metrics.
   *
   * @param volumes what the volumes of the bars are
   */
  Step start(List<Metric<?, ?>> metrics, Volumes volumes);

  /** A step for one metric alone. */
  record Single(Metric<?, ?> metric, Function<Metric<?, ?>, Step> maker) implements StepRecipe {

    @Override
    public Step start(List<Metric<?, ?>> metrics, Volumes volumes) {
      return maker.apply(metric);
    }
  }

  /** The table of all kinds: a new one is a class of metrics, a class of steps, and a line here. */
  Map<Class<?>, Function<Metric<?, ?>, StepRecipe>> KINDS = kinds();

  private static Map<Class<?>, Function<Metric<?, ?>, StepRecipe>> kinds() {
    Map<Class<?>, Function<Metric<?, ?>, StepRecipe>> kinds = new HashMap<>();
    kinds.put(RollingMetric.class, WindowStep::recipe);
    kinds.put(Score.class, WindowStep::recipe);
    kinds.put(
        Rank.class,
        metric ->
            ((Rank<?>) metric).among() instanceof Rank.Trailing
                ? WindowStep.recipe(metric)
                : new Single(metric, HindsightRankStep::new));
    kinds.put(SmoothedMetric.class, SmoothingStep::recipe);
    kinds.put(ExpectationMetric.class, ExpectationStep::recipe);
    kinds.put(Derived.class, metric -> new Single(metric, PointwiseStep::new));
    kinds.put(CalendarOffset.class, metric -> new Single(metric, CalendarStep::ofOffset));
    kinds.put(EstimatedOffset.class, metric -> new Single(metric, EstimatedOffsetStep::new));
    kinds.put(SessionMinutes.class, metric -> new Single(metric, CalendarStep::ofMinutes));
    kinds.put(Lagged.class, metric -> new Single(metric, LagStep::new));
    kinds.put(Cumulative.class, metric -> new Single(metric, CumulativeStep::ofAll));
    kinds.put(CusumMetric.class, metric -> new Single(metric, CumulativeStep::ofCusum));
    kinds.put(Flag.class, metric -> new Single(metric, FlagStep::new));
    kinds.put(BarField.class, metric -> new Single(metric, RestateStep::new));
    return Map.copyOf(kinds);
  }

  /** The recipe for a metric. */
  static StepRecipe of(Metric<?, ?> metric) {
    Function<Metric<?, ?>, StepRecipe> kind = KINDS.get(metric.getClass());
    if (kind == null) {
      throw new IllegalStateException("no step computes " + metric.describe());
    }
    return kind.apply(metric);
  }
}
