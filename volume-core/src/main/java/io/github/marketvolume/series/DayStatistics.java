package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Median;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import java.util.function.DoubleSupplier;

/**
 * Statistics of one day's values after the other's; the usual ones without a window, which forgets
 * values and so has to hold them. For one thread.
 */
final class DayStatistics {

  private Moments moments = new Moments(1);
  private int room = 1;

  /** A statistic of a day's values, NaN where missing. */
  double of(Statistic<?> statistic, double[] values) {
    if (statistic instanceof StandardStatistic<?> standard) {
      return switch (standard.kind()) {
        case TOTAL -> momentsOf(values).sum();
        case MEAN -> momentsOf(values).mean();
        case MAX -> largest(values);
        case MEDIAN -> Median.of(values);
        default -> inWindow(statistic, values);
      };
    }
    return inWindow(statistic, values);
  }

  private static double largest(double[] values) {
    int place = DayAggregator.placeOfLargest(values);
    return place < 0 ? Double.NaN : values[place];
  }

  private static double inWindow(Statistic<?> statistic, double[] values) {
    SlidingWindow window = new SlidingWindow(Math.max(1, values.length));
    DoubleSupplier result = statistic.attach(window, Math.max(1, values.length));
    if (values.length > 0) {
      window.fill(values);
    }
    return result.getAsDouble();
  }

  private Moments momentsOf(double[] values) {
    if (values.length > room) {
      room = values.length;
      moments = new Moments(room);
    }
    moments.clear();
    for (double value : values) {
      if (!Double.isNaN(value)) {
        moments.add(value);
      }
    }
    return moments;
  }
}
