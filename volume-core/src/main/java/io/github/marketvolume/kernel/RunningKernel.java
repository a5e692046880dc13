package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A number that follows a series from its first row on. It belongs to one series and one thread.
 */
public interface RunningKernel {

  /**
   * Takes in the next value.
   *
   * @param x a finite value, or NaN for a missing one, which changes nothing
   */
  void push(double x);

  /** The number after the last value. */
  double result();

  /** Writes what a kernel that goes on from here has to know. */
  void write(DataOutput out) throws IOException;

  /** Becomes what was written. */
  void read(DataInput in) throws IOException;
}
