package io.github.marketvolume.evaluation;

/**
 * What a market shock is, without a look at volume: a return that is large for the year before it,
 * in either direction, or a jump of the volatility index.
 */
public enum TruthRule {
  /** |z| of at least 2.5, or a rise of the volatility index of at least 20 %. */
  A(2.5, 0.20),

  /** |z| of at least 3, or a rise of the volatility index of at least 25 %. */
  B(3, 0.25);

  private final double minAbsZ;
  private final double minVolatilityChange;

  TruthRule(double minAbsZ, double minVolatilityChange) {
    this.minAbsZ = minAbsZ;
    this.minVolatilityChange = minVolatilityChange;
  }

  /** The absolute value of {@link IndexDay#z252} from which on a day is a shock. */
  public double minAbsZ() {
    return minAbsZ;
  }

  /** The {@link IndexDay#volatilityChange} from which on a day is a shock; 0.25 is 25 %. */
  public double minVolatilityChange() {
    return minVolatilityChange;
  }

  /** Whether a day is a shock; what is missing of it makes none. */
  public boolean isShock(IndexDay day) {
    return Math.abs(day.z252().orElse(0)) >= minAbsZ
        || day.volatilityChange().orElse(0) >= minVolatilityChange;
  }

  /**
   * How far a day goes: the larger of |z| and of the volatility index's change, each as a multiple
   * of what the rule asks. 0 where both are missing.
   */
  public double extent(IndexDay day) {
    return Math.max(
        Math.abs(day.z252().orElse(0)) / minAbsZ,
        day.volatilityChange().orElse(0) / minVolatilityChange);
  }
}
