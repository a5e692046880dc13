package io.github.marketvolume.error;

/** An output that cannot be written, or exists and may not be replaced. */
public class SinkException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public SinkException(String message) {
    super(message);
  }

  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
