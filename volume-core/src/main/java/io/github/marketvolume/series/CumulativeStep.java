package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.RunningSum;
import io.github.marketvolume.metric.Cumulative;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A running sum, from the first row or from a day on. */
final class CumulativeStep extends Step {

  private final Cumulative<?> metric;
  private final long firstKey;
  private final RunningSum sum = new RunningSum();

  CumulativeStep(Metric<?, ?> metric) {
    this.metric = (Cumulative<?>) metric;
    this.firstKey = this.metric.from().toEpochDay();
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] series = columns.get(metric.series());
    double[] result = columns.output(metric).numbers;
    for (int i = from; i < to; i++) {
      boolean counts = columns.key(i) >= firstKey && !Double.isNaN(series[i]);
      if (counts) {
        sum.push(series[i]);
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
