package io.github.marketvolume.series;

import io.github.marketvolume.metric.Constant;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import org.jspecify.annotations.Nullable;

/** Arithmetic on the values of one row. */
final class PointwiseStep extends Step {

  private final Derived<?> metric;

  PointwiseStep(Metric<?, ?> metric) {
    this.metric = (Derived<?>) metric;
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    Derived.Operation operation = metric.operation();
    NumericMetric<?, ?> first = metric.operands().get(0);
    NumericMetric<?, ?> second = metric.operands().get(metric.operands().size() - 1);
    double[] result = columns.output(metric).numbers;
    double[] a = numbers(first, columns);
    double[] b = numbers(second, columns);
    double constantA = constant(first);
    double constantB = constant(second);
    for (int i = from; i < to; i++) {
      result[i] = operation.apply(a == null ? constantA : a[i], b == null ? constantB : b[i]);
    }
  }

  /** The column of an operand; null for a constant. */
  private static double @Nullable [] numbers(NumericMetric<?, ?> operand, SeriesColumns columns) {
    return operand instanceof Constant ? null : columns.get(operand);
  }

  private static double constant(NumericMetric<?, ?> operand) {
    return operand instanceof Constant<?> constant ? constant.value() : Double.NaN;
  }
}
