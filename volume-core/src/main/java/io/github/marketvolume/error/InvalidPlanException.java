package io.github.marketvolume.error;

/** An invalid pipeline: thrown while it is built, or before its run does any work. */
public class InvalidPlanException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public InvalidPlanException(String message) {
    super(message);
  }

  public InvalidPlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
