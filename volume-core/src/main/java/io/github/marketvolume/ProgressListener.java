package io.github.marketvolume;

/**
 * Receives the progress of a run. It is called from the run's own threads and must return quickly.
 */
@FunctionalInterface
public interface ProgressListener {

  /** A step begins, in a few words. */
  void begins(String step);

  /**
   * A step progressed. Not every step reports this.
   *
   * @param share how much of the step is done, from 0 to 1
   */
  default void advances(String step, double share) {}
}
