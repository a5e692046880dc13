package io.github.marketvolume.error;

/** An optional dependency is not on the class path; the message names the artifact to add. */
public class MissingDependencyException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public MissingDependencyException(String message) {
    super(message);
  }

  public MissingDependencyException(String message, Throwable cause) {
    super(message, cause);
  }
}
