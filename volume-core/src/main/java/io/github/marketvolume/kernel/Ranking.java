package io.github.marketvolume.kernel;

import java.util.Arrays;

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

  private Ranking() {}

  /**
   * Ranks the values, in O(n log n).
   *
   * @param values left as they are; NaN is missing, and zero equals negative zero
   * @param descending whether the largest value is the first, rather than the smallest
   * @return by position, the rank; 0 for a missing value, which takes part in no rank
   */
  public static int[] rank(double[] values, boolean descending, Ties ties) {
    double[] distinct = new double[values.length];
    int valid = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        distinct[valid++] = sortKey(value, descending);
      }
    }
    Arrays.sort(distinct, 0, valid);

    int[] firstRank = new int[valid];
    int groups = 0;
    for (int i = 0; i < valid; i++) {
      if (groups == 0 || distinct[i] != distinct[groups - 1]) {
        distinct[groups] = distinct[i];
        firstRank[groups] = ties == Ties.DENSE ? groups + 1 : i + 1;
        groups++;
      }
    }

    int[] ranks = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        int group = Arrays.binarySearch(distinct, 0, groups, sortKey(values[i], descending));
        ranks[i] = firstRank[group];
        if (ties == Ties.ORDINAL) {
          firstRank[group]++;
        }
      }
    }
    return ranks;
  }

  /** Ascending in rank order; adding 0.0 turns negative zero, which sorts lower, into zero. */
  private static double sortKey(double value, boolean descending) {
    return (descending ? -value : value) + 0.0;
  }
}
