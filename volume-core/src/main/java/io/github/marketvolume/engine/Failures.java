package io.github.marketvolume.engine;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import java.util.Locale;

/** Says in a line what engines say in many. */
public final class Failures {

  private Failures() {}

  /**
   * The failure of a step of a run.
   *
   * @param engine what failed, as in "Spark could not …"
   * @param step what was being done, as in "… could not read prices"
   */
  public static VolumeException of(String engine, String step, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VolumeException known) {
        return known;
      }
    }
    Throwable root = root(failure);
    String text = String.valueOf(failureText(failure)).toLowerCase(Locale.ROOT);
    if (text.contains("no space left on device")) {
      return new SinkException(
          "the disk is full: could not " + step + "; free some space and run again", failure);
    }
    if (root instanceof OutOfMemoryError) {
      return new VolumeException(
          engine + " ran out of memory: could not " + step + "; give it a larger heap", failure);
    }
    return new VolumeException(engine + " could not " + step + ": " + reason(root), failure);
  }

  /** What began a failure: all above it is the engine telling of it. */
  public static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String failureText(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getMessage()).append('\n');
    }
    return text.toString();
  }

  /** The first line of what a failure says, or its kind. */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
