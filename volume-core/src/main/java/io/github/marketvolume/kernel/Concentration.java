package io.github.marketvolume.kernel;

/**
 * How much of a total few values have: the Herfindahl-Hirschman index, the sum of the squared
 * shares in the total. 1 when all of it is one value's, 1/n when n values are equal; NaN where the
 * total is 0. A result is O(n).
 */
public final class Concentration implements WindowKernel {

  private final double[] values;
  private int oldest;
  private int count;

  /** An empty window for so many values at most. */
  public Concentration(int capacity) {
    values = new double[capacity];
  }

  @Override
  public void add(double value) {
    values[(oldest + count) % values.length] = value;
    count++;
  }

  @Override
  public void evict(double value) {
    oldest = (oldest + 1) % values.length;
    count--;
  }

  @Override
  public double result() {
    RunningSum total = new RunningSum();
    for (int i = 0; i < count; i++) {
      total.push(values[(oldest + i) % values.length]);
    }
    if (total.result() == 0) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double share = values[(oldest + i) % values.length] / total.result();
      sum += share * share;
    }
    return sum;
  }
}
