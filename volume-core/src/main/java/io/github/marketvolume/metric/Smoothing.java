package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * Exponential smoothing: a baseline that forgets. It starts after {@code warmUp} valid values with
 * their mean and sample variance; each further valid value x moves them by d = x - mean: variance
 * becomes (1 - lambda) (variance + lambda d²), then mean becomes mean + lambda d. Missing values
 * change nothing. (Finch, 2009, "Incremental calculation of weighted mean and variance".)
 *
 * <p>What a row is judged by is the baseline before that row's own update.
 *
 * @param lambda the weight of a new value, above 0 and below 1
 * @param warmUp how many valid values start it, at least 2
 */
public record Smoothing(double lambda, int warmUp) implements Serializable {

  public Smoothing {
    if (!(lambda > 0 && lambda < 1)) {
      throw new IllegalArgumentException(
          "a smoothing weight of " + lambda + " is not possible; give one between 0 and 1");
    }
    if (warmUp < 2) {
      throw new IllegalArgumentException(
          "a smoothing cannot start after " + warmUp + " values; give at least 2");
    }
  }

  /** Smoothing by {@code lambda}, started by 20 values. */
  public static Smoothing ewma(double lambda) {
    return new Smoothing(lambda, 20);
  }

  /** The same smoothing, started by {@code values} valid values. */
  public Smoothing startingAfter(int values) {
    return new Smoothing(lambda, values);
  }

  String suffix() {
    return ColumnName.number(lambda) + (warmUp == 20 ? "" : "_after_" + warmUp);
  }

  @Override
  public String toString() {
    return "an EWMA of weight " + lambda + " started by " + warmUp + " values";
  }
}
