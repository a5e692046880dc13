package io.github.marketvolume.error;

/**
 * Something that a run needs is not on the class path, or is of another version; the message names
 * what is missing, and what to add.
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
