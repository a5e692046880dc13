package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;

/** The usual anomaly rules, in addition to the thresholds of every {@link NumericMetric}. */
public final class AnomalyRules {

  private AnomalyRules() {}

  /**
   * {@code value} is at least {@code threshold} times {@code baseline}; never true if the baseline
   * is 0 or less.
   */
  public static <R extends Dated> AnomalyRule<R> ratio(
      NumericMetric<R, ?> value, NumericMetric<R, ?> baseline, double threshold) {
    return new Ratio<>(value, baseline, threshold);
  }

  /**
   * {@code series} is above Tukey's upper fence, Q3 + k (Q3 - Q1), of the window. Tukey (1977)
   * calls values beyond k = 1.5 outside and beyond k = 3 far out.
   */
  public static <R extends Dated> AnomalyRule<R> tukeyFence(
      NumericMetric<R, ?> series, RollingWindow window, double k) {
    return new TukeyFence<>(series, window, k);
  }

  /**
   * {@code series} is outside the control limits of an EWMA chart: {@code limit} smoothed standard
   * deviations from the smoothed mean, on either side.
   */
  public static <R extends Dated> AnomalyRule<R> ewmaControlLimit(
      NumericMetric<R, ?> series, Smoothing smoothing, double limit) {
    return new Threshold<>(
        Arguments.required(series, "series").smoothed(smoothing).score(),
        Threshold.Side.BEYOND,
        limit);
  }

  /**
   * {@code series} is at or above a percentile of the last rows, the current one included.
   *
   * @param percentile a share: 0.99 is the top 1 %
   */
  public static <R extends Dated> AnomalyRule<R> percentile(
      NumericMetric<R, ?> series, RollingWindow window, double percentile) {
    return new Threshold<>(
        Arguments.required(series, "series")
            .percentileRank()
            .over(Arguments.required(window, "window").includingCurrent()),
        Threshold.Side.AT_LEAST,
        percentile);
  }
}
