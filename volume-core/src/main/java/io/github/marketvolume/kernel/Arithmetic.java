package io.github.marketvolume.kernel;

/**
 * Arithmetic on numbers of one row. A missing number (NaN) makes the result missing, and so does
 * what has none: a division by zero, the logarithm of what is not above 0, a result beyond {@link
 * Limits}.
 */
public final class Arithmetic {

  private Arithmetic() {}

  /** The sum. */
  public static double plus(double a, double b) {
    return Limits.computed(a + b);
  }

  /** The difference. */
  public static double minus(double a, double b) {
    return Limits.computed(a - b);
  }

  /** The product. */
  public static double times(double a, double b) {
    return Limits.product(a * b);
  }

  /** The quotient; NaN where {@code b} is 0. */
  public static double dividedBy(double a, double b) {
    return b == 0 ? Double.NaN : Limits.product(a / b);
  }

  /** The larger one. */
  public static double max(double a, double b) {
    return Math.max(a, b) + 0.0;
  }

  /** The smaller one. */
  public static double min(double a, double b) {
    return Math.min(a, b) + 0.0;
  }

  /** The first one, or where it is missing the second. */
  public static double orElse(double a, double b) {
    return Double.isNaN(a) ? b : a;
  }

  /** The natural logarithm; NaN where {@code a} is not above 0. */
  public static double log(double a) {
    return a > 0 ? Math.log(a) : Double.NaN;
  }

  /** The size. */
  public static double abs(double a) {
    return Math.abs(a);
  }

  /** -1, 0 or 1. */
  public static double sign(double a) {
    return Math.signum(a) + 0.0;
  }
}
