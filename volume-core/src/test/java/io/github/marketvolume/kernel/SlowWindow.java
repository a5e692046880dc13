package io.github.marketvolume.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The obvious definition of every window statistic: look at the rows, compute from scratch. */
final class SlowWindow {

  private final double[] sorted;

  private SlowWindow(DoubleStream rows) {
    // Adding 0.0 makes negative zero a zero, which boxed order would tell apart.
    sorted = rows.filter(v -> !Double.isNaN(v)).map(v -> v + 0.0).sorted().toArray();
  }

  /** The window of {@code length} rows that ends with row {@code last} of the series. */
  static SlowWindow endingAt(double[] series, int last, int length) {
    return new SlowWindow(Arrays.stream(series, Math.max(0, last + 1 - length), last + 1));
  }

  int count() {
    return sorted.length;
  }

  boolean allEqual() {
    return Arrays.stream(sorted).distinct().count() <= 1;
  }

  double largestMagnitude() {
    return Arrays.stream(sorted).map(Math::abs).max().orElse(0);
  }

  double sum() {
    return exactSum().doubleValue();
  }

  double mean() {
    return count() == 0
        ? Double.NaN
        : exactSum().divide(BigDecimal.valueOf(count()), MathContext.DECIMAL128).doubleValue();
  }

  double variance() {
    if (count() < 2) {
      return Double.NaN;
    }
    BigDecimal n = BigDecimal.valueOf(count());
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : sorted) {
      squares = squares.add(new BigDecimal(value).pow(2));
    }
    return n.multiply(squares)
        .subtract(exactSum().pow(2))
        .divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL128)
        .doubleValue();
  }

  double min() {
    return Arrays.stream(sorted).min().orElse(Double.NaN);
  }

  double max() {
    return Arrays.stream(sorted).max().orElse(Double.NaN);
  }

  double median() {
    return medianOf(sorted);
  }

  double medianAbsoluteDeviation() {
    return medianOf(deviations());
  }

  double meanAbsoluteDeviation() {
    return Arrays.stream(deviations()).average().orElse(Double.NaN);
  }

  /** The value a share {@code p} of the way from first to last, on the broken line between them. */
  double quantile(double p) {
    if (count() == 0) {
      return Double.NaN;
    }
    double place = p * (count() - 1);
    double below = sorted[(int) Math.floor(place)];
    double above = sorted[(int) Math.ceil(place)];
    double share = place - Math.floor(place);
    return below * (1 - share) + above * share;
  }

  int countBelow(double x) {
    return (int) Arrays.stream(sorted).filter(v -> v < x).count();
  }

  int countEqualTo(double x) {
    return (int) Arrays.stream(sorted).filter(v -> v == x).count();
  }

  private double[] deviations() {
    double median = median();
    return Arrays.stream(sorted).map(v -> Math.abs(v - median)).sorted().toArray();
  }

  private BigDecimal exactSum() {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : sorted) {
      sum = sum.add(new BigDecimal(value));
    }
    return sum;
  }

  private static double medianOf(double[] ascending) {
    int n = ascending.length;
    return n == 0 ? Double.NaN : (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
  }
}
