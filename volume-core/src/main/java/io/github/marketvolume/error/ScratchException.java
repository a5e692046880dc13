package io.github.marketvolume.error;

/**
 * A scratch folder that a run cannot use. A program with its own way to choose the folder or the
 * memory of a run can append its own advice to {@link #problem()}.
 */
public class ScratchException extends VolumeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final boolean memoryHelps;

  /**
   * Reports a folder that cannot be used.
   *
   * @param problem the folder and what is wrong with it, as a part of a sentence
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

  /** The folder and what is wrong with it, without advice. */
  public String problem() {
    return problem;
  }

  /** Whether a run that may take more memory needs less of the folder. */
  public boolean memoryHelps() {
    return memoryHelps;
  }
}
