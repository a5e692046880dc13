package io.github.marketvolume;

/** Is told how a run goes on. It is called from the run's own threads and must not take long. */
@FunctionalInterface
public interface ProgressListener {

  /** A step begins, in a few words. */
  void begins(String step);

  /**
   * A step went on. Not every step tells.
   *
   * @param share how much of the step is done, from 0 to 1
   */
  default void advances(String step, double share) {}
}
