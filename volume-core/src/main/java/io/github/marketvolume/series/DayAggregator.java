package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Median;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.metric.Volumes;
import java.time.LocalDate;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Computes cross-sections of one day after the other from the values that its tickers have. */
final class DayAggregator {

  private final List<Metric<MarketDay, ?>> crossSections;

  /** For each cross-section, the place of its source among the inputs. */
  private final int[] sources;

  private final Volumes volumes;

  private final Statistics statistics = new Statistics();

  /**
   * An aggregator of days.
   *
   * @param crossSections what is computed, by definition
   * @param inputs the metrics of bars whose values are given
   * @param volumes what the volumes of the bars are
   */
  DayAggregator(
      List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs, Volumes volumes) {
    this.volumes = volumes;
    this.crossSections = crossSections;
    this.sources =
        crossSections.stream().mapToInt(metric -> inputs.indexOf(sourceOf(metric))).toArray();
  }

  private static Metric<?, ?> sourceOf(Metric<MarketDay, ?> crossSection) {
    return crossSection.inputs().get(0).definition();
  }

  /**
   * The cross-sections of one day, in order: Double, Long or String, null where missing.
   *
   * @param epochDay the day
   * @param tickers for a place among the day's tickers, its symbol; symbols ascend
   * @param values for each input, its value on each ticker's bar: NaN where missing
   * @param wholes for each input the longs beside its values; null where doubles hold all of them
   */
  @Nullable Object[] aggregate(
      int epochDay, IntFunction<String> tickers, double[][] values, long[] @Nullable [] wholes) {
    @Nullable Object[] results = new Object[sources.length];
    for (int i = 0; i < results.length; i++) {
      int source = sources[i];
      results[i] =
          aggregate(crossSections.get(i), epochDay, tickers, values[source], wholes[source]);
    }
    return results;
  }

  private @Nullable Object aggregate(
      Metric<MarketDay, ?> metric,
      int epochDay,
      IntFunction<String> tickers,
      double[] values,
      long @Nullable [] wholes) {
    if (metric instanceof TickerOfLargest) {
      int place = placeOfLargest(wholes == null ? values : Wholes.ordinals(wholes));
      return place < 0 ? null : tickers.apply(place);
    }
    CrossSection<?> crossSection = (CrossSection<?>) metric;
    int valid = 0;
    for (double value : values) {
      valid += Double.isNaN(value) ? 0 : 1;
    }
    if (valid < crossSection.required()) {
      return null;
    }
    Statistic<?> statistic = crossSection.statistic();
    double result = Limits.computed(statistics.of(statistic, epochDay, values));
    if (Double.isNaN(result)) {
      return null;
    }
    if (volumes.typeOf(crossSection) != Long.class) {
      return result;
    }
    if (!Wholes.mayBeInexact(statistic) || (wholes == null && !Wholes.isInexact(result))) {
      return Wholes.toObject(Wholes.toLong(Wholes.rounded(result)));
    }
    long[] longs = wholes == null ? Wholes.toLongs(values, values.length) : wholes;
    return Wholes.toObject(
        Wholes.statistic(((StandardStatistic<?>) statistic).kind(), longs, 0, longs.length));
  }

  /** The place of the largest value; -1 if all are missing. */
  private static int placeOfLargest(double[] values) {
    int place = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (place < 0 || values[i] > values[place])) {
        place = i;
      }
    }
    return place;
  }

  /**
   * Statistics of one day's values after the other's; the usual ones without a window, which
   * forgets values and so has to hold them. For one thread.
   */
  static final class Statistics {

    private Moments moments = new Moments(1);
    private int room = 1;

    /** A statistic of a day's values, NaN where missing. */
    double of(Statistic<?> statistic, int epochDay, double[] values) {
      if (statistic instanceof StandardStatistic<?> standard) {
        return switch (standard.kind()) {
          case TOTAL -> momentsOf(values).sum();
          case MEAN -> momentsOf(values).mean();
          case MAX -> largest(values);
          case MEDIAN -> Median.of(values);
          default -> inWindow(statistic, values);
        };
      }
      try {
        return inWindow(statistic, values);
      } catch (RuntimeException e) {
        throw new ExtensionException(
            "statistic " + statistic.name(), LocalDate.ofEpochDay(epochDay).toString(), e);
      }
    }

    private static double largest(double[] values) {
      int place = placeOfLargest(values);
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
}
