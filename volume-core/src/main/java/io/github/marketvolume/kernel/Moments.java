package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sum, mean, sample variance and standard deviation of the values in a sliding window.
 *
 * <p>Values must be finite and leave in the order they came. Magnitudes up to 1e140 are safe;
 * beyond that their squares may overflow. Mean and deviation are as exact as two passes over the
 * window, whatever it holds or has held: a spike that has left leaves no trace, a large common
 * offset does not cancel the variance away, and the variance is 0 exactly when all values are
 * equal.
 *
 * <h2>How</h2>
 *
 * <p>Nothing is ever subtracted from a running sum. The window is a queue in two parts, as in the
 * queue made of two stacks:
 *
 * <pre>
 *   oldest [ front: one suffix aggregate per value ][ back: one aggregate ] newest
 * </pre>
 *
 * <p>A value that enters is folded into the aggregate of the back. A value that leaves drops the
 * first suffix aggregate of the front; the next one, which never knew that value, takes its place.
 * When the front is used up, one pass from newest to oldest turns the back into a new front. Every
 * value is thus folded twice in its life, which makes a push O(1) amortised for every input, not
 * only for well-behaved ones. A result merges two aggregates.
 *
 * <p>An aggregate is the count n, the sum S and the sum of squared deviations from the mean Q, with
 * the updates of Youngs and Cramer (1971) and Chan, Golub and LeVeque (1983):
 *
 * <pre>
 *   Q(n)     = Q(n-1) + (n*x - S(n))^2 / (n*(n-1))
 *   Q(a + b) = Q(a) + Q(b) + (n(b)*S(a) - n(a)*S(b))^2 / (n(a)*n(b)*(n(a) + n(b)))
 * </pre>
 *
 * <p>Q only ever grows by squares, so a plain {@code double} holds it well. The differences in the
 * brackets do cancel, so S and its multiples are unevaluated sums of two doubles, about 106 bits
 * (Dekker 1971). {@link Math#fma} would give the exact products too, but falls back to {@code
 * BigDecimal} where the processor has no such instruction.
 */
public final class Moments {

  /** The values of a series that only grows, of which none is kept. */
  private static final double[] NONE = {};

  /**
   * Up to this count its product with either half of a split double is exact, see {@link
   * #productError}.
   */
  private static final int MAX_CAPACITY = 1 << 26;

  /** Clears the lower 27 of the 53 bits of a significand. */
  private static final long UPPER_HALF = -1L << 27;

  /** The window as a ring, and by slot the aggregate of the front from that value to its end. */
  private final double[] values;

  private final double[] suffixSum;
  private final double[] suffixSumLow;
  private final double[] suffixSquares;

  private int oldest;
  private int frontCount;

  private int backCount;
  private double backSum;
  private double backSumLow;
  private double backSquares;

  /**
   * An empty window.
   *
   * @param capacity the largest number of values inside at one time, 1 to 67,108,864
   */
  public Moments(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "Moments: capacity is " + capacity + "; give 1 to " + MAX_CAPACITY);
    }
    values = new double[capacity];
    suffixSum = new double[capacity];
    suffixSumLow = new double[capacity];
    suffixSquares = new double[capacity];
  }

  private Moments() {
    values = NONE;
    suffixSum = NONE;
    suffixSumLow = NONE;
    suffixSquares = NONE;
  }

  /**
   * Empty moments of all values of a series: any number of values, none of which leaves. A window
   * that was never full has the same to the last bit.
   */
  public static Moments ofAll() {
    return new Moments();
  }

  /** Writes what moments of all values that go on from here have to know: no value itself. */
  public void writeAll(DataOutput out) throws IOException {
    out.writeInt(backCount);
    out.writeDouble(backSum);
    out.writeDouble(backSumLow);
    out.writeDouble(backSquares);
  }

  /** Becomes what {@link #writeAll} wrote. */
  public void readAll(DataInput in) throws IOException {
    backCount = in.readInt();
    backSum = in.readDouble();
    backSumLow = in.readDouble();
    backSquares = in.readDouble();
  }

  /**
   * Takes in the newest value.
   *
   * @throws IllegalStateException if the window is full
   */
  public void add(double value) {
    if (values == NONE) {
      foldIntoBack(value);
      return;
    }
    int count = count();
    if (count == values.length) {
      throw new IllegalStateException(
          "Moments: the window already holds its " + count + " values; evict one before adding");
    }
    int slot = oldest + count;
    values[slot < values.length ? slot : slot - values.length] = value;
    foldIntoBack(value);
  }

  /**
   * Lets the oldest value go.
   *
   * @param value the oldest value, so that a caller that has lost count is told so
   * @throws IllegalArgumentException if another value is the oldest, or the window is empty
   */
  public void evict(double value) {
    if (values == NONE) {
      throw new IllegalStateException("Moments: of all values of a series, none leaves");
    }
    if (count() == 0) {
      throw new IllegalArgumentException(
          "Moments: cannot evict " + value + ", the window is empty; add values first");
    }
    if (values[oldest] != value) {
      throw new IllegalArgumentException(
          "Moments: cannot evict "
              + value
              + ", the oldest value is "
              + values[oldest]
              + "; evict values in the order they were added");
    }
    if (frontCount == 0) {
      turnBackIntoFront();
    }
    oldest = oldest + 1 == values.length ? 0 : oldest + 1;
    frontCount--;
  }

  /** Lets all values go. */
  public void clear() {
    oldest = 0;
    frontCount = 0;
    clearBack();
  }

  /** The number of values inside. */
  public int count() {
    return frontCount + backCount;
  }

  /** The values inside, the oldest first. */
  double[] values() {
    double[] held = new double[count()];
    for (int i = 0; i < held.length; i++) {
      int slot = oldest + i;
      held[i] = values[slot < values.length ? slot : slot - values.length];
    }
    return held;
  }

  /** How many of the oldest values are in the front, which {@link #resume} has to know. */
  int front() {
    return frontCount;
  }

  /**
   * Becomes what a window was that held these values; only if this one is empty. A suffix aggregate
   * knows only values after it, so that it is the same to the last bit.
   *
   * @param held the values that were inside, the oldest first
   * @param front how many of them were in the front
   */
  void resume(double[] held, int front) {
    System.arraycopy(held, 0, values, 0, held.length);
    backCount = front;
    if (front > 0) {
      turnBackIntoFront();
    }
    for (int i = front; i < held.length; i++) {
      foldIntoBack(values[i]);
    }
  }

  /** The sum; 0 for an empty window. */
  public double sum() {
    double a = frontSum();
    double b = backSum;
    double rounded = a + b;
    return rounded + (sumError(a, b, rounded) + (frontSumLow() + backSumLow));
  }

  /** The arithmetic mean; NaN for an empty window. */
  public double mean() {
    int count = count();
    double a = frontSum();
    double b = backSum;
    double rounded = a + b;
    double low = sumError(a, b, rounded) + (frontSumLow() + backSumLow);
    double high = rounded + low;
    low -= high - rounded;

    // One step of long division, so that the mean of equal values is that value to the last bit.
    double quotient = high / count;
    double product = count * quotient;
    double remainder = high - product - productError(count, quotient, product) + low;
    return quotient + remainder / count;
  }

  /** The sample variance, divisor n - 1; NaN below two values. */
  public double variance() {
    int count = count();
    return count < 2 ? Double.NaN : squares() / (count - 1);
  }

  /** The sample standard deviation, the square root of {@link #variance}; NaN below two values. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  private double squares() {
    if (frontCount == 0) {
      return backSquares;
    }
    if (backCount == 0) {
      return suffixSquares[oldest];
    }
    double distance =
        differenceOfMultiples(
            backCount, suffixSum[oldest], suffixSumLow[oldest], frontCount, backSum, backSumLow);
    double between =
        distance * distance / ((double) frontCount * backCount * (frontCount + backCount));
    return suffixSquares[oldest] + backSquares + between;
  }

  private double frontSum() {
    return frontCount == 0 ? 0 : suffixSum[oldest];
  }

  private double frontSumLow() {
    return frontCount == 0 ? 0 : suffixSumLow[oldest];
  }

  private void foldIntoBack(double value) {
    double rounded = backSum + value;
    double low = sumError(backSum, value, rounded) + backSumLow;
    backSum = rounded + low;
    backSumLow = low - (backSum - rounded);

    backCount++;
    if (backCount > 1) {
      double distance = distanceFromSum(backCount, value, backSum, backSumLow);
      backSquares += distance * distance / ((double) backCount * (backCount - 1));
    }
  }

  private void turnBackIntoFront() {
    int count = backCount;
    clearBack();
    int slot = oldest + count;
    for (int i = 0; i < count; i++) {
      slot--;
      int wrapped = slot < values.length ? slot : slot - values.length;
      foldIntoBack(values[wrapped]);
      suffixSum[wrapped] = backSum;
      suffixSumLow[wrapped] = backSumLow;
      suffixSquares[wrapped] = backSquares;
    }
    clearBack();
    frontCount = count;
  }

  private void clearBack() {
    backCount = 0;
    backSum = 0;
    backSumLow = 0;
    backSquares = 0;
  }

  /** {@code n * x - (sum + sumLow)}, rounded only after the large parts have cancelled. */
  private static double distanceFromSum(int n, double x, double sum, double sumLow) {
    double product = n * x;
    double difference = product - sum;
    double low = productError(n, x, product) - sumLow;
    return difference + (sumError(product, -sum, difference) + low);
  }

  /** {@code m * (a + aLow) - n * (b + bLow)}, rounded only after the large parts have cancelled. */
  private static double differenceOfMultiples(
      int m, double a, double aLow, int n, double b, double bLow) {
    double p = m * a;
    double q = n * b;
    double difference = p - q;
    double pLow = productError(m, a, p) + m * aLow;
    double qLow = productError(n, b, q) + n * bLow;
    return difference + (sumError(p, -q, difference) + (pLow - qLow));
  }

  /** What rounding took from {@code a + b} (Knuth's two-sum). */
  private static double sumError(double a, double b, double rounded) {
    double bRounded = rounded - a;
    return (a - (rounded - bRounded)) + (b - bRounded);
  }

  /**
   * What rounding took from {@code n * x} (Dekker's product). A count is short enough to need no
   * split: 26 bits times half a significand still fit into 53.
   */
  private static double productError(int n, double x, double rounded) {
    double upper = Double.longBitsToDouble(Double.doubleToRawLongBits(x) & UPPER_HALF);
    return n * upper - rounded + n * (x - upper);
  }
}
