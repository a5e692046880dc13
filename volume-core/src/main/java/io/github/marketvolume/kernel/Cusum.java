package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The one-sided tabular CUSUM of Page (1954, "Continuous inspection schemes"), which detects a
 * lasting rise of the level of standardized values:
 *
 * <pre>
 *   sum = max(0, sum + z - allowance)
 * </pre>
 *
 * <p>It begins at 0. The value after one of at least the decision interval starts from 0 again.
 * Missing values (NaN) change nothing. Push -z to detect a fall.
 */
public final class Cusum implements RunningKernel {

  private final double allowance;
  private final double decisionInterval;
  private double sum;

  /**
   * A sum of no values.
   *
   * @param allowance what every value is reduced by, finite and at least 0; half of the shift to
   *     detect is usual
   * @param decisionInterval at which sum it starts again, finite and above 0
   */
  public Cusum(double allowance, double decisionInterval) {
    if (!(allowance >= 0 && allowance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cusum: allowance is " + allowance + "; give a finite number, 0 or above");
    }
    if (!(decisionInterval > 0 && decisionInterval < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cusum: decision interval is " + decisionInterval + "; give a finite number above 0");
    }
    this.allowance = allowance;
    this.decisionInterval = decisionInterval;
  }

  /**
   * Takes in the next value.
   *
   * @param z a finite value, or NaN for a missing one, which changes nothing
   */
  @Override
  public void push(double z) {
    if (Double.isInfinite(z)) {
      throw new IllegalArgumentException(
          "Cusum: cannot push " + z + "; push a finite value, or NaN for a missing one");
    }
    if (!Double.isNaN(z)) {
      double start = sum >= decisionInterval ? 0 : sum;
      sum = Math.max(0, start + z - allowance);
    }
  }

  /** The sum; 0 before the first value. */
  @Override
  public double result() {
    return sum;
  }

  /** Writes what a sum that goes on from here has to know. */
  @Override
  public void write(DataOutput out) throws IOException {
    out.writeDouble(sum);
  }

  /** Becomes what was written. */
  @Override
  public void read(DataInput in) throws IOException {
    sum = in.readDouble();
  }
}
