package io.github.marketvolume.series;

import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.StandardStatistic;
import java.util.Arrays;

/**
 * Columns of whole numbers of which some are beyond 2<sup>53</sup>, from where doubles no longer
 * hold every one. Such a column stands as longs beside the doubles nearest to them; {@link
 * #MISSING} is missing. A whole number that is beyond a long is missing in both.
 */
public final class Wholes {

  /** What stands for a missing value. */
  public static final long MISSING = Long.MIN_VALUE;

  private static final double FIRST_INEXACT = 0x1p53;
  private static final double FIRST_BEYOND_LONG = 0x1p63;

  private Wholes() {}

  /** A number of which a fraction is lost by rounding half to even; NaN if no long can hold it. */
  static double rounded(double value) {
    double whole = Math.rint(value);
    return Math.abs(whole) < FIRST_BEYOND_LONG ? whole : Double.NaN;
  }

  /** Whether a whole number may not be the one that was meant. */
  public static boolean isInexact(double whole) {
    return Math.abs(whole) >= FIRST_INEXACT;
  }

  /** Whether any of the numbers may not be the one that was meant. */
  static boolean anyInexact(double[] wholes, int size) {
    for (int i = 0; i < size; i++) {
      if (isInexact(wholes[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whole numbers as longs. */
  static long[] toLongs(double[] wholes, int size) {
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      longs[i] = toLong(wholes[i]);
    }
    return longs;
  }

  static long toLong(double whole) {
    return Double.isNaN(whole) ? MISSING : (long) whole;
  }

  /** Values for a column of longs, null where missing. */
  public static Object[] toObjects(long[] longs) {
    Object[] objects = new Object[longs.length];
    for (int i = 0; i < longs.length; i++) {
      objects[i] = toObject(longs[i]);
    }
    return objects;
  }

  /** A value of a column of longs, null where missing. */
  public static Long toObject(long whole) {
    return whole == MISSING ? null : (Long) whole;
  }

  /**
   * Numbers in the order of the longs, and equal where they are: for ranks, which ask for no more.
   */
  public static double[] ordinals(long[] longs) {
    long[] distinct =
        Arrays.stream(longs).filter(whole -> whole != MISSING).sorted().distinct().toArray();
    double[] ordinals = new double[longs.length];
    for (int i = 0; i < longs.length; i++) {
      ordinals[i] = longs[i] == MISSING ? Double.NaN : Arrays.binarySearch(distinct, longs[i]);
    }
    return ordinals;
  }

  /**
   * The sum of some longs; missing if there is none, or no long can hold it.
   *
   * @param from the first place
   * @param to the place after the last one
   */
  static long total(long[] longs, int from, int to) {
    long sum = 0;
    double near = 0;
    boolean any = false;
    for (int i = from; i < to; i++) {
      if (longs[i] != MISSING) {
        sum += longs[i]; // wraps around, which the sum of doubles tells
        near += longs[i];
        any = true;
      }
    }
    return any ? unlessWrapped(sum, near) : MISSING;
  }

  /** A sum of longs, unless it has wrapped around: a sum of doubles is then far from it. */
  private static long unlessWrapped(long sum, double near) {
    return Math.abs(near - sum) < FIRST_BEYOND_LONG / 2 ? sum : MISSING;
  }

  private static long largest(long[] longs, int from, int to) {
    long largest = MISSING;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, longs[i]);
    }
    return largest;
  }

  private static long smallest(long[] longs, int from, int to) {
    long smallest = MISSING;
    for (int i = from; i < to; i++) {
      smallest =
          longs[i] == MISSING || (smallest != MISSING && smallest < longs[i]) ? smallest : longs[i];
    }
    return smallest;
  }

  /** A statistic that is of longs where its input is. */
  static long statistic(StandardStatistic.Kind kind, long[] longs, int from, int to) {
    return switch (kind) {
      case TOTAL -> total(longs, from, to);
      case MAX -> largest(longs, from, to);
      case MIN -> smallest(longs, from, to);
      default -> throw new IllegalStateException(kind + " is not of whole numbers");
    };
  }

  /**
   * A statistic over a window, on every row on which doubles have one.
   *
   * @param column the same in doubles; set missing where no long can hold the result
   */
  static long[] rolling(
      StandardStatistic.Kind kind, RollingWindow window, long[] series, double[] column) {
    long[] exact = new long[column.length];
    for (int i = 0; i < exact.length; i++) {
      int to = window.includesCurrent() ? i + 1 : i;
      exact[i] =
          Double.isNaN(column[i])
              ? MISSING
              : statistic(kind, series, Math.max(0, to - window.length()), to);
      column[i] = exact[i] == MISSING ? Double.NaN : column[i];
    }
    return exact;
  }
}
