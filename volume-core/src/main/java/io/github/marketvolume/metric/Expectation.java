package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;

/** What a model expects of each row of a series, and the metrics that it provides. */
public final class Expectation<R extends Dated> {

  private final NumericMetric<R, ?> series;
  private final HarModel model;

  Expectation(NumericMetric<R, ?> series, HarModel model) {
    this.series = series;
    this.model = model;
  }

  /** The value that is expected of the row, in the unit of the series. */
  public ExpectationMetric<R> forecast() {
    return new ExpectationMetric<>(series, ExpectationMetric.Kind.FORECAST, model, Label.NONE);
  }

  /**
   * The standard deviation of the residuals of the fit, divisor n - 4, in the unit of the series.
   */
  public ExpectationMetric<R> deviation() {
    return new ExpectationMetric<>(series, ExpectationMetric.Kind.DEVIATION, model, Label.NONE);
  }

  /**
   * The row's distance from the forecast, in deviations: the standardized residual. Missing where
   * the deviation is 0.
   */
  public ExpectationMetric<R> score() {
    return new ExpectationMetric<>(series, ExpectationMetric.Kind.SCORE, model, Label.NONE);
  }
}
