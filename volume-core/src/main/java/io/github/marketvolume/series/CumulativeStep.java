package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Cusum;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.RunningKernel;
import io.github.marketvolume.kernel.RunningSum;
import io.github.marketvolume.metric.Cumulative;
import io.github.marketvolume.metric.CusumMetric;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum that goes on from row to row: one of all values, from a day on, or a CUSUM. */
final class CumulativeStep extends Step {

  private final Metric<?, ?> metric;
  private final Metric<?, ?> series;
  private final long firstKey;
  private final int sign;
  private final RunningKernel sum;

  private CumulativeStep(
      Metric<?, ?> metric, Metric<?, ?> series, long firstKey, int sign, RunningKernel sum) {
    this.metric = metric;
    this.series = series;
    this.firstKey = firstKey;
    this.sign = sign;
    this.sum = sum;
  }

  static CumulativeStep ofAll(Metric<?, ?> metric) {
    Cumulative<?> sum = (Cumulative<?>) metric;
    return new CumulativeStep(sum, sum.series(), sum.from().toEpochDay(), 1, new RunningSum());
  }

  static CumulativeStep ofCusum(Metric<?, ?> metric) {
    CusumMetric<?> cusum = (CusumMetric<?>) metric;
    return new CumulativeStep(
        cusum,
        cusum.series(),
        Long.MIN_VALUE,
        cusum.side() == CusumMetric.Side.UP ? 1 : -1,
        new Cusum(cusum.allowance(), cusum.decisionInterval()));
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] values = columns.get(series);
    double[] result = columns.output(metric).numbers;
    for (int i = from; i < to; i++) {
      boolean counts = columns.key(i) >= firstKey && !Double.isNaN(values[i]);
      if (counts) {
        sum.push(sign * values[i]);
      }
      result[i] = counts ? Limits.computed(sum.result()) : Double.NaN;
    }
  }

  @Override
  void write(DataOutput out) throws IOException {
    sum.write(out);
  }

  @Override
  void read(DataInput in) throws IOException {
    sum.read(in);
  }
}
