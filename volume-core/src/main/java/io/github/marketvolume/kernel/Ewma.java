package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Exponentially weighted mean and deviation of a series, the state of an EWMA control chart.
 *
 * <p>The first {@code warmUp} valid values give the starting mean and sample variance. From then on
 * every valid value x updates them, with d = x - mean (West 1979; Finch 2009):
 *
 * <pre>
 *   variance = (1 - lambda) * (variance + lambda * d^2)
 *   mean     = mean + lambda * d
 * </pre>
 *
 * <p>Missing values (NaN) change nothing. To judge a value by its past alone, take its {@link
 * #score} before its {@link #push}.
 */
public final class Ewma {

  private final double lambda;
  private final int warmUp;

  /** The starting values; null once they are complete. */
  private @Nullable Moments start;

  private double mean = Double.NaN;
  private double variance = Double.NaN;

  /**
   * A series without values.
   *
   * @param lambda the weight of the newest value, above 0 and at most 1; 0.1 forgets half of the
   *     past in 6.6 values
   * @param warmUp the number of valid values to start from, at least 2
   */
  public Ewma(double lambda, int warmUp) {
    if (!(lambda > 0 && lambda <= 1)) {
      throw new IllegalArgumentException(
          "Ewma: lambda is " + lambda + "; give a weight above 0 and at most 1");
    }
    if (warmUp < 2) {
      throw new IllegalArgumentException("Ewma: warm-up is " + warmUp + "; give 2 or more values");
    }
    this.lambda = lambda;
    this.warmUp = warmUp;
    start = new Moments(warmUp);
  }

  /**
   * Takes in the next value.
   *
   * @param x a finite value, or NaN for a missing one
   */
  public void push(double x) {
    if (Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          "Ewma: cannot push " + x + "; push a finite value, or NaN for a missing one");
    }
    if (Double.isNaN(x)) {
      return;
    }
    Moments begun = start;
    if (begun == null) {
      double d = x - mean;
      variance = (1 - lambda) * (variance + lambda * d * d);
      mean += lambda * d;
    } else {
      begun.add(x);
      if (begun.count() == warmUp) {
        mean = begun.mean();
        variance = begun.variance();
        start = null;
      }
    }
  }

  /** Writes what a baseline that goes on from here has to know. */
  public void write(DataOutput out) throws IOException {
    out.writeDouble(mean);
    out.writeDouble(variance);
    double[] values = start == null ? new double[0] : start.values();
    out.writeInt(ready() ? -1 : values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /** Becomes what was written by a baseline of the same weight and warm-up, to the last bit. */
  public void read(DataInput in) throws IOException {
    mean = in.readDouble();
    variance = in.readDouble();
    int begun = in.readInt();
    if (begun >= warmUp) {
      throw new IOException("a baseline of another warm-up");
    }
    Moments values = new Moments(warmUp);
    for (int i = 0; i < begun; i++) {
      values.add(in.readDouble());
    }
    start = begun < 0 ? null : values;
  }

  /** Whether the warm-up is over, so that mean and deviation are defined. */
  public boolean ready() {
    return start == null;
  }

  /** The weighted mean; NaN during the warm-up. */
  public double mean() {
    return mean;
  }

  /** The weighted standard deviation; NaN during the warm-up. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /**
   * The distance of {@code x} from the present mean, in present deviations.
   *
   * @return NaN during the warm-up, while the deviation is 0, and for a missing {@code x}
   */
  public double score(double x) {
    return Scores.zScore(x, mean, deviation());
  }
}
