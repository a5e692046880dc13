package io.github.marketvolume.metric;

/**
 * A rule's judgement of one row.
 *
 * @param fires whether the row is an anomaly
 * @param score the number that was compared
 * @param threshold the value that the score is compared with
 */
public record Verdict(boolean fires, double score, double threshold) {

  /**
   * The score divided by the threshold. For a rule that fires above the threshold, or below a
   * negative one, 1 is at the threshold and 2 is twice as far; for a rule that fires below a
   * positive threshold, smaller is farther.
   */
  public double severity() {
    return score / threshold;
  }

  /** How far the score is from the threshold, on either side of it. */
  public double beyond() {
    return Math.abs(score - threshold);
  }
}
