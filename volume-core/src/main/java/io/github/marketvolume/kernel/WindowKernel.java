package io.github.marketvolume.kernel;

/**
 * A statistic over the valid values of a sliding window, kept up to date as values enter and leave.
 *
 * <p>Values leave in the order they came: every {@link #evict} names the oldest value that is still
 * inside. Missing values never reach a kernel, and infinite ones neither; {@link SlidingWindow}
 * sees to both. A kernel belongs to one series and one thread.
 */
public interface WindowKernel {

  /** Takes in the newest value of the window, a finite number. */
  void add(double value);

  /** Lets the oldest value of the window go. */
  void evict(double value);

  /**
   * Lets the oldest value go and takes in the newest one. The same as {@link #evict} followed by
   * {@link #add}; override it where one step is cheaper than two.
   */
  default void replace(double evicted, double added) {
    evict(evicted);
    add(added);
  }

  /** The statistic of the values now inside; NaN where it is undefined, as for an empty window. */
  double result();

  /**
   * What a kernel that goes on from here has to know besides the values that are inside: nothing,
   * unless the result depends on how they came in, as that of a running sum does to the last bit.
   */
  default double[] state() {
    return new double[0];
  }

  /**
   * Becomes a kernel that gave {@link #state} while it held some values; only if it is empty.
   *
   * @param values those that were inside, the oldest first
   */
  default void resume(double[] values, double[] state) {
    for (double value : values) {
      add(value);
    }
  }
}
