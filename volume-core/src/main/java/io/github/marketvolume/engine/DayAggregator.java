package io.github.marketvolume.engine;

import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.TickerOfLargest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Computes cross-sections of one day from the values that its tickers have. */
public final class DayAggregator {

  private DayAggregator() {}

  /**
   * The cross-sections of one day, in order: Double, Long or String, null where missing.
   *
   * @param tickers the symbols, ascending
   * @param values for a metric of bars, its value on each ticker's bar: NaN where missing
   */
  public static Object[] aggregate(
      List<Metric<MarketDay, ?>> crossSections,
      String[] tickers,
      Function<Metric<?, ?>, double[]> values) {
    Object[] results = new Object[crossSections.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = aggregate(crossSections.get(i), tickers, values);
    }
    return results;
  }

  private static Object aggregate(
      Metric<MarketDay, ?> metric, String[] tickers, Function<Metric<?, ?>, double[]> values) {
    if (metric instanceof TickerOfLargest largest) {
      int place = placeOfLargest(values.apply(largest.series().definition()));
      return place < 0 ? null : tickers[place];
    }
    CrossSection<?> crossSection = (CrossSection<?>) metric;
    double result =
        SeriesProgram.finite(
            aggregate(crossSection, values.apply(crossSection.source().definition())));
    if (Double.isNaN(result)) {
      return null;
    }
    return crossSection.type() == Long.class ? (Object) Math.round(result) : (Object) result;
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
