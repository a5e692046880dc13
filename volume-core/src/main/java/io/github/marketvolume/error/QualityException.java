package io.github.marketvolume.error;

/**
 * More of an input was rejected, or broke one rule, than the pipeline's rules allow. A program
 * whose users set the limit in a way of its own can say so after {@link #problem()}.
 */
public class QualityException extends VolumeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final boolean limitHelps;

  /**
   * An input that is not good enough.
   *
   * @param problem what is wrong with which input, as a part of a sentence
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

  /** What is wrong with which input, without what to do. */
  public String problem() {
    return problem;
  }

  /** Whether a higher limit would let the run go on. */
  public boolean limitHelps() {
    return limitHelps;
  }
}
