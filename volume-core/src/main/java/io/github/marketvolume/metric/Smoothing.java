package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * Exponential smoothing: a baseline that forgets. It starts after {@code warmUp} valid values with
 * their mean and sample variance; each further valid value x moves them by d = x - mean: variance
 * becomes (1 - lambda) (variance + lambda d²), then mean becomes mean + lambda d. Missing values
 * change nothing. (Finch, 2009, "Incremental calculation of weighted mean and variance".)
 *
 * <p>A row is compared with the baseline before the row's own update, unless the current row is
 * included.
 *
 * @param lambda the weight of a new value, above 0 and below 1
 * @param warmUp the number of valid values that start it, at least 2
 * @param includesCurrent whether the row's own update comes first
 */
public record Smoothing(double lambda, int warmUp, boolean includesCurrent)
    implements Serializable {

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

  /** A baseline of the rows before the current one. */
  public Smoothing(double lambda, int warmUp) {
    this(lambda, warmUp, false);
  }

  /** Smoothing by {@code lambda}, started by 20 values. */
  public static Smoothing ewma(double lambda) {
    return new Smoothing(lambda, 20);
  }

  /**
   * Smoothing as in charting packages: the exponential moving average (EMA) of {@code bars} bars
   * has the weight 2 / (bars + 1) and starts with the mean of the first {@code bars} values.
   * Charting packages include the current row: add {@link #includingCurrent()}.
   */
  public static Smoothing span(int bars) {
    return new Smoothing(2.0 / (bars + 1), bars);
  }

  /** The same smoothing, as it is after the row's own update. */
  public Smoothing includingCurrent() {
    return new Smoothing(lambda, warmUp, true);
  }

  /** The same smoothing, started by {@code values} valid values. */
  public Smoothing startingAfter(int values) {
    return new Smoothing(lambda, values, includesCurrent);
  }

  String suffix() {
    return ColumnName.number(lambda)
        + (warmUp == 20 ? "" : "_after_" + warmUp)
        + (includesCurrent ? "_incl" : "");
  }

  @Override
  public String toString() {
    return "an EWMA of weight "
        + lambda
        + " started by "
        + warmUp
        + " values"
        + (includesCurrent ? ", the current one included" : "");
  }
}
