package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/** The rule that a value is above Q3 + k (Q3 - Q1) of a window (Tukey, 1977). */
record TukeyFence<R extends Dated>(NumericMetric<R, ?> series, RollingWindow window, double k)
    implements AnomalyRule<R> {

  TukeyFence {
    Arguments.required(series, "series");
    Arguments.required(window, "window");
    if (!(k >= 0) || !Double.isFinite(k)) {
      throw new IllegalArgumentException(
          "a Tukey fence at " + k + " interquartile ranges is not possible; give 0 or more");
    }
  }

  @Override
  public String name() {
    return series.name() + "_above_fence_" + ColumnName.number(k) + "_" + window.suffix();
  }

  @Override
  public String describe() {
    return series.name()
        + " above the third quartile by "
        + k
        + " interquartile ranges of "
        + window;
  }

  @Override
  public List<NumericMetric<R, ?>> inputs() {
    return List.of(series, series.quantile(0.25).over(window), series.quantile(0.75).over(window));
  }

  @Override
  public TukeyFence<R> definition() {
    return new TukeyFence<>(series.definition(), window, k);
  }

  @Override
  public boolean isScaleFree() {
    return true;
  }

  @Override
  public Verdict judge(double... inputs) {
    double fence = inputs[2] + k * (inputs[2] - inputs[1]);
    return new Verdict(inputs[0] > fence, inputs[0], fence);
  }
}
