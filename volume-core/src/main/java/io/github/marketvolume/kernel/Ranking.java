package io.github.marketvolume.kernel;

/** The ranks of a whole column of values, 1 being the first. */
public final class Ranking {

  /** What equal values share. */
  public enum Ties {
    /** The same rank, and the ranks they would have had are left out: 1, 2, 2, 4. */
    COMPETITION,
    /** The same rank, and the next value follows without a gap: 1, 2, 2, 3. */
    DENSE,
    /** Nothing: in the order of their position each has a rank of its own: 1, 2, 3, 4. */
    ORDINAL
  }

  private static final int BYTE = 0xFF;

  private Ranking() {}

  /**
   * Ranks the values, in O(n).
   *
   * @param values left as they are; NaN is missing, and zero equals negative zero
   * @param descending whether the largest value is the first, rather than the smallest
   * @return by position, the rank; 0 for a missing value, which takes part in no rank
   */
  public static int[] rank(double[] values, boolean descending, Ties ties) {
    long[] keys = new long[values.length];
    int[] positions = new int[values.length];
    int valid = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        keys[valid] = sortKey(descending ? -values[i] : values[i]);
        positions[valid++] = i;
      }
    }
    int[] order = order(keys, valid);

    int[] ranks = new int[values.length];
    int rank = 0;
    for (int i = 0; i < valid; i++) {
      boolean isTied = i > 0 && keys[order[i]] == keys[order[i - 1]];
      if (!isTied || ties == Ties.ORDINAL) {
        rank = ties == Ties.DENSE ? rank + 1 : i + 1;
      }
      ranks[positions[order[i]]] = rank;
    }
    return ranks;
  }

  /**
   * The rank of the newest value among the values of a window.
   *
   * @param window the values, {@code x} among them
   * @param descending whether the largest value is the first, rather than the smallest
   * @return from 1 on; NaN if {@code x} is NaN
   */
  public static double rank(double x, OrderStatistics window, boolean descending, Ties ties) {
    if (Double.isNaN(x)) {
      return Double.NaN;
    }
    int below = window.countBelow(x);
    int equal = window.countEqualTo(x);
    int before = descending ? window.count() - below - equal : below;
    return switch (ties) {
      case COMPETITION -> before + 1;
      case ORDINAL -> before + equal;
      case DENSE -> window.countDistinct(x, descending) + 1;
    };
  }

  /**
   * A number that is ordered, unsigned, as the value is. Adding 0.0 turns negative zero, whose bits
   * are lower, into zero.
   */
  private static long sortKey(double value) {
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ (bits >> (Long.SIZE - 1) | Long.MIN_VALUE);
  }

  /**
   * The places of the first keys in ascending order, equal ones in the order of their places: a
   * radix sort, byte by byte. Bytes that all keys share are passed over, as are the last ones of
   * whole numbers.
   */
  private static int[] order(long[] keys, int size) {
    int[][] counts = new int[Long.BYTES][1 << Byte.SIZE];
    for (int i = 0; i < size; i++) {
      long key = keys[i];
      for (int[] count : counts) {
        count[(int) key & BYTE]++;
        key >>>= Byte.SIZE;
      }
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    int[] next = new int[size];
    for (int b = 0; b < Long.BYTES; b++) {
      int shift = b * Byte.SIZE;
      int[] starts = counts[b];
      if (size == 0 || starts[(int) (keys[0] >>> shift) & BYTE] == size) {
        continue;
      }
      int start = 0;
      for (int value = 0; value < starts.length; value++) {
        int count = starts[value];
        starts[value] = start;
        start += count;
      }
      for (int place : order) {
        next[starts[(int) (keys[place] >>> shift) & BYTE]++] = place;
      }
      int[] done = order;
      order = next;
      next = done;
    }
    return order;
  }
}
