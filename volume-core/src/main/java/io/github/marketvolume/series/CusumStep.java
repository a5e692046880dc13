package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Cusum;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.metric.CusumMetric;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A one-sided CUSUM of a score. */
final class CusumStep extends Step {

  private final CusumMetric<?> metric;
  private final Cusum cusum;

  CusumStep(Metric<?, ?> metric) {
    this.metric = (CusumMetric<?>) metric;
    this.cusum = new Cusum(this.metric.allowance(), this.metric.decisionInterval());
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] series = columns.get(metric.series());
    double[] result = columns.output(metric).numbers;
    boolean isUp = metric.side() == CusumMetric.Side.UP;
    for (int i = from; i < to; i++) {
      double z = series[i];
      cusum.push(isUp ? z : -z);
      result[i] = Double.isNaN(z) ? Double.NaN : Limits.computed(cusum.result());
    }
  }

  @Override
  void write(DataOutput out) throws IOException {
    cusum.write(out);
  }

  @Override
  void read(DataInput in) throws IOException {
    cusum.read(in);
  }
}
