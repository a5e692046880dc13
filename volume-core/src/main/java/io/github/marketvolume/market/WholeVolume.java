package io.github.marketvolume.market;

/** Volumes as whole numbers. */
public final class WholeVolume {

  private WholeVolume() {}

  /** A volume rounded half to even, but not to 0, which would mean that it is missing. */
  public static double of(double volume) {
    double whole = Math.rint(volume);
    return whole == 0 ? Math.signum(volume) : whole;
  }
}
