package io.github.marketvolume.error;

/**
 * A dependency of a run is not on the class path, or has another version; the message names what is
 * missing and what to add.
 */
public class MissingDependencyException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public MissingDependencyException(String message) {
    super(message);
  }

  public MissingDependencyException(String message, Throwable cause) {
    super(message, cause);
  }
}
