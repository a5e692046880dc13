package io.github.marketvolume.error;

/**
 * More of an input was rejected, or broke one rule, than the pipeline's rules allow. A program with
 * its own way to set the limit can append its own advice to {@link #problem()}.
 */
public class QualityException extends VolumeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final boolean limitHelps;

  /**
   * Reports an input with too many bad rows.
   *
   * @param problem the input and what is wrong with it, as a part of a sentence
   * @param limitHelps whether a higher limit would let the run go on
   */
  public QualityException(String problem, boolean limitHelps) {
    super(
        problem
            + (limitHelps
                ? "; mend the input, or raise the limit with failingAbove(...)"
                : "; mend the input, or drop all limits with withoutLimits()"));
    this.problem = problem;
    this.limitHelps = limitHelps;
  }

  /** The input and what is wrong with it, without advice. */
  public String problem() {
    return problem;
  }

  /** Whether a higher limit would let the run go on. */
  public boolean limitHelps() {
    return limitHelps;
  }
}
