package io.github.marketvolume.metric;

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
    if (!Double.isFinite(threshold) || (side == Side.BEYOND && threshold <= 0)) {
      throw new IllegalArgumentException(
          metric.name()
              + " cannot be compared with a threshold of "
              + threshold
              + "; give a "
              + (side == Side.BEYOND ? "number above 0" : "finite number"));
    }
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
