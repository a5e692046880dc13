package io.github.marketvolume.series;

import io.github.marketvolume.kernel.WholeWindow;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.Statistic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Columns of whole numbers of which some are beyond 2<sup>53</sup>, from where doubles no longer
 * hold every one. Such a column stands as longs beside the doubles nearest to them; {@link
 * #MISSING} is missing. A whole number that is beyond a long is missing in both.
 */
public final class Wholes {

  /** What stands for a missing value. */
  public static final long MISSING = WholeWindow.MISSING;

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
  public static @Nullable Object[] toObjects(long[] longs) {
    @Nullable Object[] objects = new Object[longs.length];
    for (int i = 0; i < longs.length; i++) {
      objects[i] = toObject(longs[i]);
    }
    return objects;
  }

  /** A value of a column of longs, null where missing. */
  public static @Nullable Long toObject(long whole) {
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

  /** Whether a statistic is one of the values, or a sum of them, and so may be beyond a double. */
  static boolean mayBeInexact(Statistic<?> statistic) {
    return statistic instanceof StandardStatistic<?> standard
        && switch (standard.kind()) {
          case TOTAL, MAX, MIN -> true;
          default -> false;
        };
  }

  /** A statistic that is of longs where its input is; missing if no long can hold it. */
  static long statistic(StandardStatistic.Kind kind, long[] longs, int from, int to) {
    return switch (kind) {
      case TOTAL -> WholeWindow.total(longs, from, to);
      case MAX -> WholeWindow.max(longs, from, to);
      case MIN -> WholeWindow.min(longs, from, to);
      default -> throw new IllegalStateException(kind + " is not of whole numbers");
    };
  }

  /** Such a statistic of the rows of a window. */
  static long statistic(StandardStatistic.Kind kind, WholeWindow window) {
    return switch (kind) {
      case TOTAL -> window.total();
      case MAX -> window.max();
      case MIN -> window.min();
      default -> throw new IllegalStateException(kind + " is not of whole numbers");
    };
  }
}
