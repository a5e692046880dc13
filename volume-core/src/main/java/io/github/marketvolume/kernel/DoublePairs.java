package io.github.marketvolume.kernel;

/**
 * Arithmetic on numbers of about 106 bits, each the unevaluated sum of two doubles (Dekker 1971).
 * Such a pair lies in an array: its high part at an index, its low part behind it. Nothing is
 * allocated.
 */
final class DoublePairs {

  /** The number of doubles that a pair takes in an array. */
  static final int WIDTH = 2;

  /** Clears the lower 27 of the 53 bits of a significand. */
  private static final long UPPER_HALF = -1L << 27;

  private DoublePairs() {}

  /** Sets a pair to a number. */
  static void set(double[] to, int i, double high, double low) {
    double sum = high + low;
    to[i] = sum;
    to[i + 1] = low - (sum - high);
  }

  /** {@code to += a}. */
  static void add(double[] to, int i, double high, double low) {
    double sum = to[i] + high;
    double error = sumError(to[i], high, sum);
    double lows = to[i + 1] + low;
    double lowsError = sumError(to[i + 1], low, lows);
    error += lows;
    double rounded = sum + error;
    error = error - (rounded - sum) + lowsError;
    set(to, i, rounded, error);
  }

  /** {@code to += factor * a * b}, with a factor of 1 or -1. */
  static void addProduct(
      double[] to, int i, int factor, double a, double aLow, double b, double bLow) {
    double product = a * b;
    double low = productError(a, b, product) + (a * bLow + aLow * b);
    add(to, i, factor * product, factor * low);
  }

  /** {@code to /= b}. */
  static void divide(double[] to, int i, double b, double bLow) {
    double quotient = to[i] / b;
    double product = quotient * b;
    double remainder =
        to[i] - product - productError(quotient, b, product) + to[i + 1] - quotient * bLow;
    set(to, i, quotient, remainder / b);
  }

  /** What rounding took from {@code a + b} (Knuth's two-sum). */
  private static double sumError(double a, double b, double rounded) {
    double bRounded = rounded - a;
    return (a - (rounded - bRounded)) + (b - bRounded);
  }

  /** What rounding took from {@code a * b} (Dekker's product). */
  private static double productError(double a, double b, double rounded) {
    double aUpper = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & UPPER_HALF);
    double bUpper = Double.longBitsToDouble(Double.doubleToRawLongBits(b) & UPPER_HALF);
    double aLower = a - aUpper;
    double bLower = b - bUpper;
    return aUpper * bUpper - rounded + aUpper * bLower + aLower * bUpper + aLower * bLower;
  }
}
