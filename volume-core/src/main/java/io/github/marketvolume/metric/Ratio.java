package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/** The rule that one metric is at least a multiple of another. */
record Ratio<R extends Dated>(
    NumericMetric<R, ?> value, NumericMetric<R, ?> baseline, double threshold)
    implements AnomalyRule<R> {

  Ratio {
    Arguments.required(value, "value");
    Arguments.required(baseline, "baseline");
    if (!(threshold > 0) || !Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          value.name()
              + " cannot be compared with "
              + threshold
              + " times "
              + baseline.name()
              + "; give a number above 0");
    }
  }

  @Override
  public String name() {
    return value.name() + "_to_" + baseline.name() + "_at_least_" + ColumnName.number(threshold);
  }

  @Override
  public String describe() {
    return value.name() + " at least " + threshold + " times " + baseline.name();
  }

  @Override
  public List<NumericMetric<R, ?>> inputs() {
    return List.of(value, baseline);
  }

  @Override
  public Ratio<R> definition() {
    return new Ratio<>(value.definition(), baseline.definition(), threshold);
  }

  @Override
  public boolean isScaleFree() {
    return true;
  }

  @Override
  public Verdict judge(double... inputs) {
    double ratio = inputs[0] / inputs[1];
    return new Verdict(
        inputs[1] > 0 && ratio >= threshold && Double.isFinite(ratio), ratio, threshold);
  }
}
