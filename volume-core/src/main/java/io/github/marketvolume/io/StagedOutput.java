package io.github.marketvolume.io;

/**
 * An output that is complete but not yet visible. {@link #publish} makes it visible as a whole;
 * closing it without publishing changes nothing.
 */
public interface StagedOutput extends AutoCloseable {

  /** How many rows were staged. */
  long rows();

  /**
   * Makes the output visible in place of the old one.
   *
   * @throws io.github.marketvolume.error.SinkException if it cannot; the old output is intact
   */
  void publish();

  /** Releases the resources of staging; before {@link #publish}, discards the output. */
  @Override
  void close();
}
