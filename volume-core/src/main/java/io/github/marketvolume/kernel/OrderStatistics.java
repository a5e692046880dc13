package io.github.marketvolume.kernel;

import java.util.Arrays;

/**
 * Minimum, maximum, median, quantiles and robust scale of the values in a sliding window.
 *
 * <p>The values are kept sorted, each at its place: replacing one costs two binary searches and one
 * move of what lies between the two places. Values must be finite; negative zero counts as zero.
 *
 * <p>Which half a search goes on in is a coin toss to the processor. The searches therefore always
 * take the same number of steps and choose by a conditional expression, which compiles to a
 * conditional move; loops with a branch were found to take half as long again at 252 values.
 */
public final class OrderStatistics {

  private final double[] sorted;
  private int count;

  /**
   * An empty window.
   *
   * @param capacity the largest number of values inside at one time, at least 1
   */
  public OrderStatistics(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "OrderStatistics: capacity is " + capacity + "; give 1 or more");
    }
    sorted = new double[capacity];
  }

  /**
   * Takes in a value.
   *
   * @throws IllegalStateException if the window is full
   */
  public void add(double value) {
    if (count == sorted.length) {
      throw new IllegalStateException(
          "OrderStatistics: the window already holds its "
              + count
              + " values; evict one before adding");
    }
    int place = countBelow(value);
    System.arraycopy(sorted, place, sorted, place + 1, count - place);
    sorted[place] = positiveZero(value);
    count++;
  }

  /**
   * Takes in many values, which is faster than one after the other.
   *
   * @param values the first {@code size} of them are taken
   * @throws IllegalStateException if they are more than the window has room for
   */
  public void addAll(double[] values, int size) {
    if (size > sorted.length - count) {
      throw new IllegalStateException(
          "OrderStatistics: "
              + size
              + " values are more than there is room for; evict some before adding");
    }
    for (int i = 0; i < size; i++) {
      sorted[count + i] = positiveZero(values[i]);
    }
    count += size;
    Arrays.sort(sorted, 0, count);
  }

  /**
   * Lets a value go.
   *
   * @throws IllegalArgumentException if the value is not in the window
   */
  public void evict(double value) {
    int place = placeOf(value);
    count--;
    System.arraycopy(sorted, place + 1, sorted, place, count - place);
  }

  /**
   * Lets one value go and takes in another.
   *
   * @throws IllegalArgumentException if the evicted value is not in the window
   */
  public void replace(double evicted, double added) {
    int from = placeOf(evicted);
    int to = countBelow(added);
    if (to <= from) {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
    } else {
      // The evicted value lies below, so the place moves down by one once it has gone.
      to--;
      System.arraycopy(sorted, from + 1, sorted, from, to - from);
    }
    sorted[to] = positiveZero(added);
  }

  /** The number of values inside. */
  public int count() {
    return count;
  }

  /** The smallest value; NaN for an empty window. */
  public double min() {
    return count == 0 ? Double.NaN : sorted[0];
  }

  /** The largest value; NaN for an empty window. */
  public double max() {
    return count == 0 ? Double.NaN : sorted[count - 1];
  }

  /** The median, the mean of the two middle values when the count is even; NaN when empty. */
  public double median() {
    if (count == 0) {
      return Double.NaN;
    }
    int middle = count >>> 1;
    return (count & 1) == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The quantile by linear interpolation between the two nearest values: type 7 of Hyndman and Fan
   * (1996), which is {@code quantile_cont} in SQL engines and the default of numpy and R.
   *
   * @param p the share of values below, 0 (the minimum) to 1 (the maximum)
   * @return NaN for an empty window
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile: p is " + p + "; give 0 to 1");
    }
    if (count == 0) {
      return Double.NaN;
    }
    double place = (count - 1) * p;
    int below = (int) place;
    double value = sorted[below];
    double fraction = place - below;
    return fraction == 0 ? value : value + fraction * (sorted[below + 1] - value);
  }

  /**
   * The median absolute deviation, {@code median(|x - median|)}, not scaled to a standard
   * deviation; NaN for an empty window. O(log n).
   */
  public double medianAbsoluteDeviation() {
    if (count == 0) {
      return Double.NaN;
    }
    // The k values nearest to the median are neighbours in sorted order, so it is enough to find
    // where that stretch starts: at the first place that is no farther from the median than the
    // value just past the stretch.
    double median = median();
    int k = (count + 1) >>> 1;
    int start = 0;
    int candidates = count - k;
    while (candidates > 0) {
      int half = (candidates + 1) >>> 1;
      int middle = start + half - 1;
      start = median - sorted[middle] > sorted[middle + k] - median ? start + half : start;
      candidates -= half;
    }
    double kth = Math.max(median - sorted[start], sorted[start + k - 1] - median);
    if ((count & 1) == 1) {
      return kth;
    }
    double nextBelow = start == 0 ? Double.POSITIVE_INFINITY : median - sorted[start - 1];
    double nextAbove = start + k == count ? Double.POSITIVE_INFINITY : sorted[start + k] - median;
    return (kth + Math.min(nextBelow, nextAbove)) / 2;
  }

  /**
   * The mean absolute deviation about the median, {@code mean(|x - median|)}; NaN for an empty
   * window. O(n), unlike the rest of this class.
   */
  public double meanAbsoluteDeviation() {
    double median = median();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(sorted[i] - median);
    }
    return sum / count;
  }

  /** The number of values less than {@code x}. */
  public int countBelow(double x) {
    int start = 0;
    int candidates = count;
    while (candidates > 0) {
      int half = (candidates + 1) >>> 1;
      start = sorted[start + half - 1] < x ? start + half : start;
      candidates -= half;
    }
    return start;
  }

  /** The number of values equal to {@code x}. */
  public int countEqualTo(double x) {
    return countBelow(Math.nextUp(x)) - countBelow(x);
  }

  /** The number of different values before {@code x}: below it, or above it. O(n). */
  public int countDistinct(double x, boolean above) {
    int from = above ? countBelow(Math.nextUp(x)) : 0;
    int to = above ? count : countBelow(x);
    int distinct = 0;
    for (int i = from; i < to; i++) {
      distinct += i == from || sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    return distinct;
  }

  private int placeOf(double value) {
    int place = countBelow(value);
    if (place == count || sorted[place] != value) {
      throw new IllegalArgumentException(
          "OrderStatistics: cannot evict "
              + value
              + ", it is not in the window; evict only what was added");
    }
    return place;
  }

  /** Negative zero becomes zero, anything else stays: results never carry a sign of nothing. */
  private static double positiveZero(double value) {
    return value + 0.0;
  }
}
