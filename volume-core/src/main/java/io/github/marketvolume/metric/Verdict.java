package io.github.marketvolume.metric;

/**
 * What a rule says of one row.
 *
 * @param fires whether the row is an anomaly
 * @param score the number that was compared
 * @param threshold the value that the score is compared with
 */
public record Verdict(boolean fires, double score, double threshold) {

  /**
   * Score over threshold. Where the rule wants more than the threshold, or less than a negative
   * one, 1 is just there and 2 twice as far; where it wants less than a positive one, smaller is
   * farther.
   */
  public double severity() {
    return score / threshold;
  }
}
