package io.github.marketvolume.error;

/**
 * The root of everything this library throws on purpose. The message is one line, fit for a user.
 */
public class VolumeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public VolumeException(String message) {
    super(message);
  }

  public VolumeException(String message, Throwable cause) {
    super(message, cause);
  }
}
