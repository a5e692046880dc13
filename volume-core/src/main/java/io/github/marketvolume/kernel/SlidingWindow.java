package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last {@code length} rows of one series, with the statistics kept over them.
 *
 * <p>A row whose value is missing (NaN) takes a place in the window and is skipped by every
 * statistic: a window of 20 rows with 3 missing ones has 17 {@linkplain #valid valid} values. How
 * many valid values make a result meaningful is the caller's rule.
 *
 * <p>A push makes the pushed row the newest of the window. A baseline that must not know the row it
 * judges is therefore read before the push, a trailing statistic that includes the row after it:
 *
 * <pre>{@code
 * SlidingWindow window = new SlidingWindow(20);
 * Moments baseline = window.moments();
 * for (double x : series) {
 *   double z = Scores.zScore(x, baseline.mean(), baseline.standardDeviation());
 *   window.push(x);
 * }
 * }</pre>
 *
 * <p>Statistics are asked for before the first push, so that all of them have seen the same rows.
 */
public final class SlidingWindow {

  private final double[] rows;
  private int next;
  private int valid;
  private boolean started;

  private @Nullable Moments moments;
  private @Nullable OrderStatistics order;
  private WindowKernel[] kernels = new WindowKernel[0];

  /**
   * A window in which every row is missing so far.
   *
   * @param length the number of rows, at least 1
   */
  public SlidingWindow(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("SlidingWindow: length is " + length + "; give 1 or more");
    }
    rows = new double[length];
    Arrays.fill(rows, Double.NaN);
  }

  /**
   * The moments of this window, the same object for every caller.
   *
   * @throws IllegalStateException if rows have been pushed before anybody asked
   */
  public Moments moments() {
    if (moments == null) {
      requireNotStarted("ask for moments");
      moments = new Moments(rows.length);
    }
    return moments;
  }

  /**
   * The order statistics of this window, the same object for every caller.
   *
   * @throws IllegalStateException if rows have been pushed before anybody asked
   */
  public OrderStatistics order() {
    if (order == null) {
      requireNotStarted("ask for order statistics");
      order = new OrderStatistics(rows.length);
    }
    return order;
  }

  /**
   * Keeps one more statistic up to date.
   *
   * @param kernel an empty kernel, fed by this window alone
   * @throws IllegalStateException if rows have been pushed already
   */
  public void attach(WindowKernel kernel) {
    requireNotStarted("attach kernels");
    WindowKernel[] more = Arrays.copyOf(kernels, kernels.length + 1);
    more[kernels.length] = kernel;
    kernels = more;
  }

  /**
   * Appends a row; the row pushed {@code length} rows ago leaves.
   *
   * @param value a finite value, or NaN for a missing one
   */
  public void push(double value) {
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "SlidingWindow: cannot push "
              + value
              + "; push a finite value, or NaN for a missing one");
    }
    started = true;
    double evicted = rows[next];
    rows[next] = value;
    next = next + 1 == rows.length ? 0 : next + 1;

    boolean leaves = !Double.isNaN(evicted);
    boolean enters = !Double.isNaN(value);
    if (leaves && enters) {
      replace(evicted, value);
    } else if (enters) {
      valid++;
      add(value);
    } else if (leaves) {
      valid--;
      evict(evicted);
    }
  }

  /**
   * Fills a window that has seen no row with as many as it holds, which is faster than pushing them
   * one after the other.
   *
   * @param values finite values, or NaN for missing ones; as many as the window is long
   * @throws IllegalStateException if rows have been pushed before
   */
  public void fill(double[] values) {
    requireNotStarted("fill it");
    if (values.length != rows.length) {
      throw new IllegalArgumentException(
          "SlidingWindow: "
              + values.length
              + " rows do not fill a window of "
              + rows.length
              + "; give as many");
    }
    OrderStatistics inOrder = order;
    order = null;
    double[] present = new double[values.length];
    for (double value : values) {
      push(value);
      if (!Double.isNaN(value)) {
        present[valid - 1] = value;
      }
    }
    order = inOrder;
    if (order != null) {
      order.addAll(present, valid);
    }
  }

  /** The rows in the window, the oldest first; NaN where missing, and where there was none yet. */
  public double[] rows() {
    double[] inOrder = new double[rows.length];
    System.arraycopy(rows, next, inOrder, 0, rows.length - next);
    System.arraycopy(rows, 0, inOrder, rows.length - next, next);
    return inOrder;
  }

  /** Writes what a window that goes on from here has to know. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(rows.length);
    for (double row : rows()) {
      out.writeDouble(row);
    }
    out.writeInt(moments == null ? 0 : moments.front());
    for (WindowKernel kernel : kernels) {
      double[] state = kernel.state();
      out.writeInt(state.length);
      for (double number : state) {
        out.writeDouble(number);
      }
    }
  }

  /**
   * Becomes what was written by a window with the same statistics, to the last bit.
   *
   * @throws IllegalStateException if rows have been pushed before
   */
  public void read(DataInput in) throws IOException {
    requireNotStarted("read it");
    if (in.readInt() != rows.length) {
      throw new IOException("a window of another length");
    }
    double[] present = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = in.readDouble();
      if (!Double.isNaN(rows[i])) {
        present[valid++] = rows[i];
      }
    }
    started = true;
    double[] values = Arrays.copyOf(present, valid);
    int front = in.readInt();
    if (front < 0 || front > valid) {
      throw new IOException("a window with another number of values");
    }
    if (moments != null) {
      moments.resume(values, front);
    }
    if (order != null) {
      order.addAll(values, valid);
    }
    for (WindowKernel kernel : kernels) {
      double[] state = new double[Math.max(0, Math.min(in.readInt(), 1 << 20))];
      for (int i = 0; i < state.length; i++) {
        state[i] = in.readDouble();
      }
      kernel.resume(values, state);
    }
  }

  /** The number of rows in the window whose value is not missing. */
  public int valid() {
    return valid;
  }

  private void replace(double evicted, double added) {
    if (moments != null) {
      moments.evict(evicted);
      moments.add(added);
    }
    if (order != null) {
      order.replace(evicted, added);
    }
    for (WindowKernel kernel : kernels) {
      kernel.replace(evicted, added);
    }
  }

  private void add(double value) {
    if (moments != null) {
      moments.add(value);
    }
    if (order != null) {
      order.add(value);
    }
    for (WindowKernel kernel : kernels) {
      kernel.add(value);
    }
  }

  private void evict(double value) {
    if (moments != null) {
      moments.evict(value);
    }
    if (order != null) {
      order.evict(value);
    }
    for (WindowKernel kernel : kernels) {
      kernel.evict(value);
    }
  }

  private void requireNotStarted(String remedy) {
    if (started) {
      throw new IllegalStateException(
          "SlidingWindow: rows have been pushed already; " + remedy + " before the first push");
    }
  }
}
