package io.github.marketvolume.kernel;

import java.util.Arrays;

/**
 * The median of values that stand for themselves, rather than in a window: found without sorting
 * them, by Hoare's selection (1961).
 */
public final class Median {

  private Median() {}

  /**
   * The median, the mean of the two middle values when their count is even.
   *
   * @param values finite, or NaN for a missing one, which does not count; they stay as they are
   * @return NaN if there is no value
   */
  public static double of(double[] values) {
    return of(values, 4 * (Integer.SIZE - Integer.numberOfLeadingZeros(values.length)));
  }

  /**
   * The median.
   *
   * @param rounds after so many, in the worst of orders, what is left is sorted
   */
  static double of(double[] values, int rounds) {
    double[] held = new double[values.length];
    int count = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        held[count++] = value + 0.0; // negative zero counts as zero
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    int middle = count >>> 1;
    select(held, count, middle, rounds);
    if ((count & 1) == 1) {
      return held[middle];
    }
    double below = held[0];
    for (int i = 1; i < middle; i++) {
      below = Math.max(below, held[i]);
    }
    return (below + held[middle]) / 2;
  }

  /** Moves the value that is {@code place}th in order to its place, and smaller ones before it. */
  private static void select(double[] held, int count, int place, int rounds) {
    int low = 0;
    int high = count - 1;
    for (int round = 0; low < high; round++) {
      if (round == rounds) {
        Arrays.sort(held, low, high + 1);
        return;
      }
      double pivot = middleOf(held[low], held[(low + high) >>> 1], held[high]);
      int left = low;
      int right = high;
      while (left <= right) {
        while (held[left] < pivot) {
          left++;
        }
        while (held[right] > pivot) {
          right--;
        }
        if (left <= right) {
          double moved = held[left];
          held[left++] = held[right];
          held[right--] = moved;
        }
      }
      if (place <= right) {
        high = right;
      } else if (place >= left) {
        low = left;
      } else {
        return; // between the two parts, where all equal the pivot
      }
    }
  }

  private static double middleOf(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
