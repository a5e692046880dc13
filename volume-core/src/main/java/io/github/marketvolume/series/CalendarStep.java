package io.github.marketvolume.series;

import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SessionMinutes;
import java.util.function.IntToDoubleFunction;

/** What follows from the day of a row alone. */
final class CalendarStep extends Step {

  private final Metric<?, ?> metric;
  private final IntToDoubleFunction ofDay;

  private CalendarStep(Metric<?, ?> metric, IntToDoubleFunction ofDay) {
    this.metric = metric;
    this.ofDay = ofDay;
  }

  static CalendarStep ofOffset(Metric<?, ?> metric) {
    return new CalendarStep(metric, ((CalendarOffset<?>) metric)::on);
  }

  static CalendarStep ofMinutes(Metric<?, ?> metric) {
    return new CalendarStep(metric, ((SessionMinutes<?>) metric)::on);
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] results = columns.output(metric).numbers;
    for (int i = from; i < to; i++) {
      results[i] = ofDay.applyAsDouble(columns.key(i));
    }
  }
}
