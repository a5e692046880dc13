package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/** The rule that a metric is at or beyond a fixed threshold. */
record Threshold<R extends Dated>(NumericMetric<R, ?> metric, Side side, double threshold)
    implements AnomalyRule<R> {

  enum Side {
    AT_LEAST,
    AT_MOST,
    BEYOND
  }

  Threshold {
    Arguments.required(metric, "metric");
    Arguments.required(side, "side");
    if (!Double.isFinite(threshold) || (side == Side.BEYOND && threshold <= 0)) {
      throw new IllegalArgumentException(
          metric.name()
              + " cannot be compared with a threshold of "
              + threshold
              + "; give a "
              + (side == Side.BEYOND ? "number above 0" : "finite number"));
    }
    if ((threshold < 0 || threshold > 1) && isShare(metric)) {
      throw new IllegalArgumentException(
          metric.name()
              + " cannot be compared with a threshold of "
              + threshold
              + ", because its values are from 0 to 1; give a share, such as 0.95 for 95 %");
    }
  }

  /** Whether values are from 0 to 1: percentile ranks, shares, and what lies between several. */
  private static boolean isShare(Metric<?, ?> metric) {
    if (metric instanceof Score<?> score) {
      return score.formula() == StandardScore.PERCENTILE_RANK;
    }
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return isBetween(rolling.statistic()) && isShare(rolling.series());
    }
    if (metric instanceof CrossSection<?> crossSection) {
      return isBetween(crossSection.statistic())
          && (crossSection.source() instanceof Flag || isShare(crossSection.source()));
    }
    return metric instanceof Lagged<?, ?> lagged && isShare(lagged.series());
  }

  /** Whether a statistic lies between the smallest and the largest value. */
  private static boolean isBetween(Statistic<?> statistic) {
    return statistic instanceof StandardStatistic<?> standard
        && switch (standard.kind()) {
          case MEAN, MIN, MAX, MEDIAN, QUANTILE -> true;
          case TOTAL, STDDEV, MAD, COUNT, CONCENTRATION -> false;
        };
  }

  @Override
  public String name() {
    return metric.name()
        + "_"
        + side.name().toLowerCase(Locale.ROOT)
        + "_"
        + ColumnName.number(threshold);
  }

  @Override
  public String describe() {
    return metric.name()
        + " "
        + side.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " "
        + threshold;
  }

  @Override
  public List<NumericMetric<R, ?>> inputs() {
    return List.of(metric);
  }

  @Override
  public Threshold<R> definition() {
    return new Threshold<>(metric.definition(), side, threshold);
  }

  @Override
  public Verdict judge(double... inputs) {
    double score = inputs[0];
    return switch (side) {
      case AT_LEAST -> new Verdict(score >= threshold, score, threshold);
      case AT_MOST -> new Verdict(score <= threshold, score, threshold);
      case BEYOND ->
          new Verdict(Math.abs(score) >= threshold, score, Math.copySign(threshold, score));
    };
  }
}
