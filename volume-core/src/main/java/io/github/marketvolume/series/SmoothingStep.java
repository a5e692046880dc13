package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Ewma;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SmoothedMetric;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.Volumes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Everything that is read off one exponentially weighted baseline. */
final class SmoothingStep extends Step {

  /** One series and one way of smoothing it. */
  private record Recipe(Metric<?, ?> series, Smoothing smoothing) implements StepRecipe {

    @Override
    public Step start(List<Metric<?, ?>> metrics, Volumes volumes) {
      return new SmoothingStep(this, metrics);
    }
  }

  static StepRecipe recipe(Metric<?, ?> metric) {
    SmoothedMetric<?> smoothed = (SmoothedMetric<?>) metric;
    return new Recipe(smoothed.series().definition(), smoothed.smoothing());
  }

  private final Recipe recipe;
  private final List<SmoothedMetric<?>> metrics;
  private final Ewma ewma;

  private SmoothingStep(Recipe recipe, List<Metric<?, ?>> metrics) {
    this.recipe = recipe;
    this.metrics =
        metrics.stream().<SmoothedMetric<?>>map(metric -> (SmoothedMetric<?>) metric).toList();
    this.ewma = new Ewma(recipe.smoothing().lambda(), recipe.smoothing().warmUp());
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] series = columns.get(recipe.series());
    SmoothedMetric.Kind[] kinds =
        metrics.stream().map(SmoothedMetric::kind).toArray(SmoothedMetric.Kind[]::new);
    double[][] results =
        metrics.stream().map(metric -> columns.output(metric).numbers).toArray(double[][]::new);
    boolean includesCurrent = recipe.smoothing().includesCurrent();
    for (int i = from; i < to; i++) {
      if (includesCurrent) {
        ewma.push(series[i]);
      }
      for (int k = 0; k < kinds.length; k++) {
        results[k][i] = Limits.computed(value(kinds[k], series[i]));
      }
      if (!includesCurrent) {
        ewma.push(series[i]);
      }
    }
  }

  private double value(SmoothedMetric.Kind kind, double x) {
    return switch (kind) {
      case MEAN -> ewma.mean();
      case DEVIATION -> ewma.deviation();
      case SCORE -> ewma.score(x);
    };
  }

  @Override
  void write(DataOutput out) throws IOException {
    ewma.write(out);
  }

  @Override
  void read(DataInput in) throws IOException {
    ewma.read(in);
  }
}
