package io.github.marketvolume.series;

import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Metric;

/** What follows from the day of a row alone. */
final class CalendarStep extends Step {

  private final CalendarOffset<?> metric;

  CalendarStep(Metric<?, ?> metric) {
    this.metric = (CalendarOffset<?>) metric;
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] offsets = columns.output(metric).numbers;
    for (int i = from; i < to; i++) {
      offsets[i] = metric.on(columns.key(i));
    }
  }
}
