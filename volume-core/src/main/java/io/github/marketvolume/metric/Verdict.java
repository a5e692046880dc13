package io.github.marketvolume.metric;

/**
 * What a rule says of one row.
 *
 * @param fires whether the row is an anomaly
 * @param score the number that was compared
 * @param threshold what it was compared with
 */
public record Verdict(boolean fires, double score, double threshold) {

  /** How far beyond its threshold the score is, as their ratio: 1 is just there, 2 twice as far. */
  public double severity() {
    return score / threshold;
  }
}
