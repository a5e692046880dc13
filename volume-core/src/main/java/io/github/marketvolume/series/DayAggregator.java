package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.TickerOfLargest;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Computes cross-sections of one day after the other from the values that its tickers have. */
final class DayAggregator {

  private final List<Metric<MarketDay, ?>> crossSections;

  /** For each cross-section, the place of its source among the inputs. */
  private final int[] sources;

  /**
   * An aggregator of days.
   *
   * @param crossSections what is computed, by definition
   * @param inputs the metrics of bars whose values are given
   */
  DayAggregator(List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs) {
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
   * @param tickers for a place among the day's tickers, its symbol; symbols ascend
   * @param values for each input, its value on each ticker's bar: NaN where missing
   * @param wholes for each input the longs beside its values; null where doubles hold all of them
   */
  Object[] aggregate(IntFunction<String> tickers, double[][] values, long[][] wholes) {
    Object[] results = new Object[sources.length];
    for (int i = 0; i < results.length; i++) {
      int source = sources[i];
      results[i] = aggregate(crossSections.get(i), tickers, values[source], wholes[source]);
    }
    return results;
  }

  private static Object aggregate(
      Metric<MarketDay, ?> metric, IntFunction<String> tickers, double[] values, long[] wholes) {
    if (metric instanceof TickerOfLargest) {
      int place = placeOfLargest(wholes == null ? values : Wholes.ordinals(wholes));
      return place < 0 ? null : tickers.apply(place);
    }
    CrossSection<?> crossSection = (CrossSection<?>) metric;
    double result = Limits.computed(aggregate(crossSection, values));
    if (Double.isNaN(result)) {
      return null;
    }
    if (crossSection.type() != Long.class) {
      return result;
    }
    if (wholes == null && !Wholes.isInexact(result)) {
      return (long) result;
    }
    long[] longs = wholes == null ? Wholes.toLongs(values, values.length) : wholes;
    return switch (crossSection.kind()) {
      case TOTAL ->
          Wholes.toObject(Wholes.statistic(StandardStatistic.Kind.TOTAL, longs, 0, longs.length));
      case LARGEST ->
          Wholes.toObject(Wholes.statistic(StandardStatistic.Kind.MAX, longs, 0, longs.length));
      default -> (long) result; // a count
    };
  }

  private static double aggregate(CrossSection<?> crossSection, double[] values) {
    return switch (crossSection.kind()) {
      case COUNT -> Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
      case FLAGGED -> Arrays.stream(values).filter(value -> value == 1).count();
      case TOTAL -> {
        Moments moments = momentsOf(values);
        yield moments.count() == 0 ? Double.NaN : moments.sum();
      }
      case MEAN, SHARE -> momentsOf(values).mean();
      case LARGEST -> {
        int place = placeOfLargest(values);
        yield place < 0 ? Double.NaN : values[place];
      }
      case CONCENTRATION -> concentration(values);
    };
  }

  private static Moments momentsOf(double[] values) {
    Moments moments = new Moments(Math.max(1, values.length));
    for (double value : values) {
      if (!Double.isNaN(value)) {
        moments.add(value);
      }
    }
    return moments;
  }

  /** The sum of squared shares in the total; NaN without one. */
  private static double concentration(double[] values) {
    double total = momentsOf(values).sum();
    if (total == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        sum += (value / total) * (value / total);
      }
    }
    return sum;
  }

  private static int placeOfLargest(double[] values) {
    int place = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (place < 0 || values[i] > values[place])) {
        place = i;
      }
    }
    return place;
  }
}
