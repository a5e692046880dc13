package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last rows of a series of whole numbers of which some are beyond 2<sup>53</sup>, so that
 * doubles do not hold them. Rare, and so it is asked in O(length).
 */
public final class WholeWindow {

  /** What stands for a missing value, and for a result that no long can hold. */
  public static final long MISSING = Long.MIN_VALUE;

  private static final double FIRST_BEYOND_LONG = 0x1p63;

  private final long[] rows;
  private int next;

  /** A window in which every row is missing so far. */
  public WholeWindow(int length) {
    rows = new long[length];
    Arrays.fill(rows, MISSING);
  }

  /** Appends a row; the row pushed {@code length} rows ago leaves. */
  public void push(long value) {
    rows[next] = value;
    next = next + 1 == rows.length ? 0 : next + 1;
  }

  /** The row that leaves next. */
  public long oldest() {
    return rows[next];
  }

  /** The row that was pushed last. */
  public long newest() {
    return rows[next == 0 ? rows.length - 1 : next - 1];
  }

  /** The sum. */
  public long total() {
    return total(rows, 0, rows.length);
  }

  /** The largest value. */
  public long max() {
    return max(rows, 0, rows.length);
  }

  /** The smallest value. */
  public long min() {
    return min(rows, 0, rows.length);
  }

  /** The values in an order that doubles hold, for ranks. */
  public OrderStatistics order() {
    long[] distinct = distinct();
    OrderStatistics order = new OrderStatistics(rows.length);
    for (long row : rows) {
      if (row != MISSING) {
        order.add(Arrays.binarySearch(distinct, row));
      }
    }
    return order;
  }

  /** The place of a value of the window in {@link #order}; NaN for a missing one. */
  public double place(long value) {
    return value == MISSING ? Double.NaN : Arrays.binarySearch(distinct(), value);
  }

  private long[] distinct() {
    return Arrays.stream(rows).filter(row -> row != MISSING).sorted().distinct().toArray();
  }

  /**
   * The sum of some longs; missing if there is none, or no long can hold it.
   *
   * @param from the first place
   * @param to the place after the last one
   */
  public static long total(long[] longs, int from, int to) {
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
    return any && isNear(near, sum) ? sum : MISSING;
  }

  /**
   * Whether a sum of longs is the sum that was meant: one that has wrapped around is far from that
   * of the doubles nearest to them.
   */
  public static boolean isNear(double near, long sum) {
    return Math.abs(near - sum) < FIRST_BEYOND_LONG / 2;
  }

  /** The largest of some longs; missing if there is none. */
  public static long max(long[] longs, int from, int to) {
    long largest = MISSING;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, longs[i]);
    }
    return largest;
  }

  /** The smallest of some longs; missing if there is none. */
  public static long min(long[] longs, int from, int to) {
    long smallest = MISSING;
    for (int i = from; i < to; i++) {
      boolean isFirst = smallest == MISSING;
      smallest = longs[i] == MISSING || (!isFirst && smallest < longs[i]) ? smallest : longs[i];
    }
    return smallest;
  }

  /** Writes what a window that goes on from here has to know. */
  public void write(DataOutput out) throws IOException {
    for (int i = 0; i < rows.length; i++) {
      out.writeLong(rows[(next + i) % rows.length]);
    }
  }

  /** Becomes what was written by a window of the same length. */
  public void read(DataInput in) throws IOException {
    for (int i = 0; i < rows.length; i++) {
      push(in.readLong());
    }
  }
}
