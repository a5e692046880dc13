package io.github.marketvolume.testing;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.metric.ScoreFormula;
import io.github.marketvolume.metric.StandardScore;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * The definitions of statistics, scores and ranks, over lists without missing values and without
 * any regard to speed. Sums are exact ({@link BigDecimal}), so that nothing here can cancel or
 * overflow. An answer that is not a finite number means that there is none.
 */
final class ReferenceStatistics {

  /** Orders numbers of one series; whole ones exactly, and zero equal to negative zero. */
  static final Comparator<Number> BY_VALUE =
      (a, b) ->
          a instanceof Long && b instanceof Long
              ? Long.compare(a.longValue(), b.longValue())
              : Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0);

  private ReferenceStatistics() {}

  /** A statistic of values that may be none. A user's own is asked through a fresh kernel. */
  static double statistic(Statistic<?> statistic, List<Double> values) {
    if (!(statistic instanceof StandardStatistic<?> standard)) {
      WindowKernel kernel = statistic.kernel(Math.max(1, values.size()));
      values.forEach(kernel::add);
      return kernel.result();
    }
    if (values.isEmpty()) {
      return Double.NaN;
    }
    return switch (standard.kind()) {
      case TOTAL -> sum(values).doubleValue();
      case MEAN -> mean(values);
      case STDDEV -> standardDeviation(values);
      case MIN -> quantile(values, 0);
      case MAX -> quantile(values, 1);
      case MEDIAN -> median(values);
      case MAD -> median(absoluteDeviations(values));
      case QUANTILE -> quantile(values, standard.p());
      case COUNT -> values.size();
      case CONCENTRATION -> concentration(values);
    };
  }

  /** The sum of squared shares: Herfindahl and Hirschman. */
  private static double concentration(List<Double> values) {
    double total = sum(values).doubleValue();
    return values.stream().mapToDouble(x -> Math.pow(x / total, 2)).sum();
  }

  static BigDecimal sum(List<? extends Number> values) {
    return values.stream()
        .map(ReferenceStatistics::exactly)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal exactly(Number value) {
    return value instanceof Long
        ? BigDecimal.valueOf(value.longValue())
        : new BigDecimal(value.doubleValue());
  }

  static double mean(List<? extends Number> values) {
    return sum(values)
        .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
        .doubleValue();
  }

  private static double standardDeviation(List<Double> values) {
    return Math.sqrt(variance(values));
  }

  /** (n Σx² - (Σx)²) / (n (n - 1)), rounded only after the subtraction. */
  static double variance(List<Double> values) {
    if (values.size() < 2) {
      return Double.NaN;
    }
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal sum = sum(values);
    BigDecimal sumOfSquares =
        values.stream().map(x -> exactly(x).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
    return n.multiply(sumOfSquares)
        .subtract(sum.pow(2))
        .divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL128)
        .doubleValue();
  }

  /** The middle value, or the mean of the two middle ones. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
  }

  /** Interpolated linearly between the two nearest values: Hyndman and Fan (1996), type 7. */
  private static double quantile(List<Double> values, double p) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = p * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    return below + (place - Math.floor(place)) * (above - below);
  }

  private static List<Double> absoluteDeviations(List<Double> values) {
    double median = median(values);
    return values.stream().map(x -> Math.abs(x - median)).toList();
  }

  /**
   * How unusual {@code x} is among the values of a window.
   *
   * @param containsX whether {@code x} is one of them
   */
  static double score(ScoreFormula formula, double x, List<Double> window, boolean containsX) {
    if (!(formula instanceof StandardScore standard)) {
      SlidingWindow fresh = new SlidingWindow(Math.max(1, window.size()));
      DoubleUnaryOperator score = formula.attach(fresh, containsX);
      window.forEach(fresh::push);
      return score.applyAsDouble(x);
    }
    return switch (standard) {
      case Z -> {
        double deviation = standardDeviation(window);
        yield deviation == 0 ? Double.NaN : (x - mean(window)) / deviation;
      }
      case MODIFIED_Z -> modifiedZScore(x, window);
      case RATIO_TO_MEAN -> x / mean(window);
      case PERCENTILE_RANK -> {
        long less = window.stream().filter(value -> value < x).count();
        long equal = window.stream().filter(value -> value == x).count();
        yield (less + (containsX ? equal + 1 : equal) / 2.0) / window.size();
      }
    };
  }

  /** Iglewicz and Hoaglin (1993), with the mean absolute deviation where the MAD is 0. */
  private static double modifiedZScore(double x, List<Double> window) {
    double median = median(window);
    List<Double> deviations = absoluteDeviations(window);
    double mad = median(deviations);
    double scale = mad > 0 ? mad / 0.6745 : 1.253314 * mean(deviations);
    if (scale == 0) {
      return x == median ? 0 : Double.NaN;
    }
    return (x - median) / scale;
  }

  /**
   * The rank of one value among all of a list.
   *
   * @param place which of them is ranked
   * @param firstToLast the order of the ranks
   */
  static long rank(List<Number> values, int place, Comparator<Number> firstToLast, Ties ties) {
    Number own = values.get(place);
    List<Number> before =
        values.stream().filter(value -> firstToLast.compare(value, own) < 0).toList();
    return 1
        + switch (ties) {
          case COMPETITION -> before.size();
          case DENSE -> distinct(before);
          case ORDINAL ->
              before.size()
                  + values.subList(0, place).stream()
                      .filter(value -> firstToLast.compare(value, own) == 0)
                      .count();
        };
  }

  private static long distinct(List<Number> values) {
    Set<Number> seen = new HashSet<>();
    values.forEach(value -> seen.add(value instanceof Double d ? (Number) (d + 0.0) : value));
    return seen.size();
  }
}
