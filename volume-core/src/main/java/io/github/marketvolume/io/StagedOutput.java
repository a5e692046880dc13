package io.github.marketvolume.io;

/**
 * An output that is complete but not yet to be seen. {@link #publish} shows it, whole; closing it
 * without publishing leaves everything as it was.
 */
public interface StagedOutput extends AutoCloseable {

  /** How many rows were staged. */
  long rows();

  /**
   * Makes the output visible in place of what was there.
   *
   * @throws io.github.marketvolume.error.SinkException if it cannot; the old output is intact
   */
  void publish();

  /** Releases what staging needed; before {@link #publish}, abandons the output. */
  @Override
  void close();
}
