package io.github.marketvolume.testing;

/**
 * A stream of pseudo-random numbers that is the same on every Java version and platform.
 *
 * <p>SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014), written out because the JDK does not promise the sequence of {@link
 * java.util.SplittableRandom}, nor the algorithm behind its {@code nextGaussian}.
 */
final class SplitMix {

  /** The mean of the absolute value of a standard normal number, sqrt(2 / pi). */
  static final double MEAN_ABSOLUTE_NORMAL = 0.7978845608028654;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT_53 = 0x1.0p-53;

  private long state;

  private SplitMix(long state) {
    this.state = state;
  }

  /** Returns stream number {@code stream} of the family that {@code seed} names. */
  static SplitMix stream(long seed, long stream) {
    return new SplitMix(mix(mix(seed) + GOLDEN_GAMMA * (stream + 1)));
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns a number in the open interval (0, 1). */
  double uniform() {
    return ((next() >>> 11) + 0.5) * UNIT_53;
  }

  /** Returns a number in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Returns a whole number in [low, high]; both small, so that the modulo bias is negligible. */
  int between(int low, int high) {
    return low + (int) Long.remainderUnsigned(next(), high - low + 1L);
  }

  /** Returns an exponentially distributed number with mean 1. */
  double exponential() {
    return -StrictMath.log(uniform());
  }

  /** Returns a standard normal number; takes one step of the stream. */
  double normal() {
    return normalQuantile(uniform());
  }

  /**
   * The inverse of the standard normal distribution function, to about seven digits: algorithm
   * PPND7 of Wichura, "Algorithm AS 241", Applied Statistics 37 (1988). Inversion takes exactly one
   * uniform number and, for 85 % of them, no logarithm.
   */
  static double normalQuantile(double p) {
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      double numerator = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
      double denominator = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1;
      return q * numerator / denominator;
    }
    double r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
    double tail;
    if (r <= 5) {
      r -= 1.6;
      tail =
          (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
              / ((0.12021132975 * r + 0.73700164250) * r + 1);
    } else {
      r -= 5;
      tail =
          (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
              / ((0.012258202635 * r + 0.24197894225) * r + 1);
    }
    return q < 0 ? -tail : tail;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
