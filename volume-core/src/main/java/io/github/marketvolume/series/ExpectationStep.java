package io.github.marketvolume.series;

import io.github.marketvolume.kernel.HarRegression;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.metric.ExpectationMetric;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Everything that is read off one model of a series. */
final class ExpectationStep extends Step {

  /** One series and one model. */
  private record Recipe(Metric<?, ?> series, HarModel model) implements StepRecipe {

    @Override
    public Step start(List<Metric<?, ?>> metrics, Volumes volumes) {
      return new ExpectationStep(this, metrics);
    }
  }

  static StepRecipe recipe(Metric<?, ?> metric) {
    ExpectationMetric<?> expectation = (ExpectationMetric<?>) metric;
    return new Recipe(expectation.series().definition(), expectation.model());
  }

  private final Recipe recipe;
  private final List<ExpectationMetric<?>> metrics;
  private final HarRegression regression;

  private ExpectationStep(Recipe recipe, List<Metric<?, ?>> metrics) {
    this.recipe = recipe;
    this.metrics =
        metrics.stream()
            .<ExpectationMetric<?>>map(metric -> (ExpectationMetric<?>) metric)
            .toList();
    this.regression = new HarRegression(recipe.model().rows(), recipe.model().required());
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] series = columns.get(recipe.series());
    ExpectationMetric.Kind[] kinds =
        metrics.stream().map(ExpectationMetric::kind).toArray(ExpectationMetric.Kind[]::new);
    double[][] results =
        metrics.stream().map(metric -> columns.output(metric).numbers).toArray(double[][]::new);
    for (int i = from; i < to; i++) {
      for (int k = 0; k < kinds.length; k++) {
        results[k][i] = Limits.computed(value(kinds[k], series[i]));
      }
      regression.push(series[i]);
    }
  }

  private double value(ExpectationMetric.Kind kind, double x) {
    return switch (kind) {
      case FORECAST -> regression.forecast();
      case DEVIATION -> regression.deviation();
      case SCORE -> regression.score(x);
    };
  }

  @Override
  void write(DataOutput out) throws IOException {
    regression.write(out);
  }

  @Override
  void read(DataInput in) throws IOException {
    regression.read(in);
  }
}
