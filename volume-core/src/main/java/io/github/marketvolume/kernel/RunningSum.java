package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sum that only grows by more values, in which small ones are not lost beside a large one: what
 * rounding takes is summed up too (Neumaier 1974).
 */
public final class RunningSum implements RunningKernel {

  private double sum;
  private double lost;

  /**
   * Takes in the next value.
   *
   * @param x a finite value, or NaN for a missing one, which changes nothing
   */
  @Override
  public void push(double x) {
    if (Double.isNaN(x)) {
      return;
    }
    double rounded = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? (sum - rounded) + x : (x - rounded) + sum;
    sum = rounded;
  }

  /** The sum; 0 before the first value. */
  @Override
  public double result() {
    return sum + lost;
  }

  /** Writes what a sum that goes on from here has to know. */
  @Override
  public void write(DataOutput out) throws IOException {
    out.writeDouble(sum);
    out.writeDouble(lost);
  }

  /** Becomes what was written. */
  @Override
  public void read(DataInput in) throws IOException {
    sum = in.readDouble();
    lost = in.readDouble();
  }
}
