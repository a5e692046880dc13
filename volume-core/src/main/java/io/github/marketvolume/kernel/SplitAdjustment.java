package io.github.marketvolume.kernel;

/**
 * Restates volumes and prices in the shares of a series' last row. A split coefficient is the
 * number of new shares for an old one, on the first day that they trade; a row's factor is the
 * product of the coefficients of all later rows. Volumes are multiplied by it, prices divided, so
 * that price times volume stays what it was. An adjusted volume may have a fraction.
 *
 * <p>Vendors round coefficients (7.00000700001 for 7) and state what a spin-off did to the price as
 * one (1.054 for a spun-off part worth 5 %). Both are taken as given.
 *
 * <p>What leaves the range of {@link Limits} by this is missing, and so is all that is adjusted by
 * a factor that does.
 */
public final class SplitAdjustment {

  private SplitAdjustment() {}

  /**
   * The factor of every row; NaN from the row on, backwards, on which it leaves {@link
   * Limits#MIN_FACTOR} to {@link Limits#MAX_FACTOR}.
   *
   * @param coefficients above 0, NaN where there was no split
   * @param size how many of them count
   */
  public static double[] factors(double[] coefficients, int size) {
    double[] factors = new double[size];
    double factor = 1;
    for (int i = size - 1; i >= 0; i--) {
      factors[i] = factor;
      if (!Double.isNaN(coefficients[i])) {
        factor *= coefficients[i];
        if (!(factor >= Limits.MIN_FACTOR && factor <= Limits.MAX_FACTOR)) {
          factor = Double.NaN;
        }
      }
    }
    return factors;
  }

  /**
   * A volume in the shares of the last row, with its fraction. NaN if it is beyond {@link
   * Limits#MIN_VOLUME} to {@link Limits#MAX_VOLUME}.
   *
   * @param volume in shares of its day, NaN where missing
   * @param factor NaN where unknown
   */
  public static double volume(double volume, double factor) {
    double adjusted = volume * factor; // NaN if one of them is
    return adjusted >= Limits.MIN_VOLUME && adjusted <= Limits.MAX_VOLUME ? adjusted : Double.NaN;
  }

  /**
   * A price for a share of the last row; NaN if it is none by {@link Limits#isPrice}.
   *
   * @param price for a share of its day, NaN where missing
   * @param factor NaN where unknown
   */
  public static double price(double price, double factor) {
    double adjusted = price / factor;
    return Limits.isPrice(adjusted) ? adjusted : Double.NaN;
  }

  /**
   * Restates volumes, or prices, in the shares of the last row.
   *
   * @param values of which the first are restated, as many as there are factors; NaN where missing
   */
  public static void adjust(double[] values, double[] factors, boolean arePrices) {
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] != 1) {
        values[i] = arePrices ? price(values[i], factors[i]) : volume(values[i], factors[i]);
      }
    }
  }
}
