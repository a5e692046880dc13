package io.github.marketvolume.error;

/**
 * A scratch folder that a run cannot use. A program whose users choose the folder, or how much
 * memory a run has, in a way of its own can say so after {@link #problem()}.
 */
public class ScratchException extends VolumeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final boolean memoryHelps;

  /**
   * The folder that cannot be used.
   *
   * @param problem which folder it is and what is wrong, as a part of a sentence
   * @param memoryHelps whether a run that may take more memory needs less of the folder
   */
  public ScratchException(String problem, boolean memoryHelps, Throwable cause) {
    super(
        problem
            + (memoryHelps
                ? "; free some space, give the runner more memory, or another folder with"
                    + " withScratchFolder(...)"
                : "; give another one with withScratchFolder(...)"),
        cause);
    this.problem = problem;
    this.memoryHelps = memoryHelps;
  }

  /** Which folder it is and what is wrong, without what to do. */
  public String problem() {
    return problem;
  }

  /** Whether a run that may take more memory needs less of the folder. */
  public boolean memoryHelps() {
    return memoryHelps;
  }
}
