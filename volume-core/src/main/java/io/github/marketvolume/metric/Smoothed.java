package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;

/** The exponentially weighted baseline of a series, and the metrics that it provides. */
public final class Smoothed<R extends Dated> {

  private final NumericMetric<R, ?> series;
  private final Smoothing smoothing;

  Smoothed(NumericMetric<R, ?> series, Smoothing smoothing) {
    this.series = series;
    this.smoothing = smoothing;
  }

  /** The smoothed mean (EWMA) before this row. */
  public SmoothedMetric<R> mean() {
    return new SmoothedMetric<>(series, SmoothedMetric.Kind.MEAN, smoothing, Label.NONE);
  }

  /** The smoothed standard deviation before this row. */
  public SmoothedMetric<R> deviation() {
    return new SmoothedMetric<>(series, SmoothedMetric.Kind.DEVIATION, smoothing, Label.NONE);
  }

  /**
   * The row's distance from the smoothed mean, in smoothed standard deviations: what an EWMA
   * control chart limits. Missing where the deviation is 0.
   */
  public SmoothedMetric<R> score() {
    return new SmoothedMetric<>(series, SmoothedMetric.Kind.SCORE, smoothing, Label.NONE);
  }
}
