package io.github.marketvolume.kernel;

/**
 * The ranges that numbers keep to, so that no step of the arithmetic on them overflows, underflows
 * or rounds a whole number. What is read beyond them is rejected by a rule; what is computed beyond
 * them is missing.
 */
public final class Limits {

  /** The largest volume, in shares: 15 digits, so that a double holds it exactly. */
  public static final long MAX_VOLUME = 999_999_999_999_999L;

  /**
   * The smallest price above 0, in the listing's currency per share. Tokens are quoted at 1e-18;
   * adjusting for a dozen reverse splits makes prices of 1e15, and hyperinflation made some of
   * 1e17.
   */
  public static final double MIN_PRICE = 1e-20;

  /** The smallest volume that is not 0, in shares. */
  public static final double MIN_VOLUME = 1e-20;

  /** The largest price, in the listing's currency per share. */
  public static final double MAX_PRICE = 1e20;

  /** The smallest split coefficient, in new shares for an old one. */
  public static final double MIN_COEFFICIENT = 1e-9;

  /** The largest split coefficient, in new shares for an old one. */
  public static final double MAX_COEFFICIENT = 1e9;

  /** The smallest product of the split coefficients of a series' later rows. */
  public static final double MIN_FACTOR = 1e-20;

  /** The largest product of the split coefficients of a series' later rows. */
  public static final double MAX_FACTOR = 1e20;

  /**
   * The largest size of a computed number. Its square, and the sum of as many squares as fit into
   * memory, is still far from the largest double, 1.8e308.
   */
  public static final double MAX_COMPUTED = 1e100;

  /** The smallest size of a product of two series, other than 0, for the same reason. */
  public static final double MIN_PRODUCT = 1e-100;

  private Limits() {}

  /** A computed number; NaN if it is too large, or none. */
  public static double computed(double value) {
    return Math.abs(value) <= MAX_COMPUTED ? value : Double.NaN;
  }

  /** A product of two series; NaN if it is too large or too small, or none. */
  public static double product(double value) {
    double size = Math.abs(value);
    return size == 0 || (size >= MIN_PRODUCT && size <= MAX_COMPUTED) ? value : Double.NaN;
  }

  /** Whether a number, which is not missing, can be a price: 0, or of a size within the limits. */
  public static boolean isPrice(double price) {
    double size = Math.abs(price);
    return size == 0 || (size >= MIN_PRICE && size <= MAX_PRICE);
  }

  /** Whether a number above 0 can be a split coefficient. */
  public static boolean isCoefficient(double coefficient) {
    return coefficient >= MIN_COEFFICIENT && coefficient <= MAX_COEFFICIENT;
  }
}
