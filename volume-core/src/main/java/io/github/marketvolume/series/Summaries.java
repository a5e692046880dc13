package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Volumes;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Statistics of whole series. */
public final class Summaries {

  private Summaries() {}

  /**
   * The statistic of all published rows of a series: Double or Long, null where missing; a number
   * of values never is.
   *
   * @param volumes what the volumes of the bars are
   */
  public static @Nullable Object summarize(
      SeriesSummary<?, ?> summary, SeriesColumns columns, Volumes volumes) {
    NumericMetric<?, ?> input = summary.series();
    int from = columns.publishedFrom();
    int to = columns.publishedTo();
    double[] published = Arrays.copyOfRange(columns.get(input), from, to);
    if (!hasValue(published)) {
      return StandardStatistic.isCount(summary.statistic()) ? (Object) 0L : null;
    }
    double value = Limits.computed(of(summary.statistic(), published));
    if (Double.isNaN(value) || volumes.typeOf(summary) != Long.class) {
      return Double.isNaN(value) ? null : (Object) value;
    }
    long[] wholes = columns.wholes(input);
    if ((wholes != null || Wholes.isInexact(value)) && Wholes.mayBeInexact(summary.statistic())) {
      StandardStatistic<?> statistic = (StandardStatistic<?>) summary.statistic();
      return wholes == null
          ? exactly(statistic.kind(), Wholes.toLongs(published, published.length), 0, to - from)
          : exactly(statistic.kind(), wholes, from, to);
    }
    return Wholes.toObject(Wholes.toLong(Wholes.rounded(value)));
  }

  private static boolean hasValue(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isNaN(number)) {
        return true;
      }
    }
    return false;
  }

  private static double of(Statistic<?> statistic, double[] values) {
    SlidingWindow window = new SlidingWindow(values.length);
    try {
      DoubleSupplier result = statistic.attach(window, values.length);
      window.fill(values);
      return result.getAsDouble();
    } catch (RuntimeException e) {
      throw new ExtensionException("statistic " + statistic.name(), "", e);
    }
  }

  private static @Nullable Long exactly(
      StandardStatistic.Kind kind, long[] longs, int from, int to) {
    return Wholes.toObject(Wholes.statistic(kind, longs, from, to));
  }
}
