package io.github.marketvolume.publish;

import io.github.marketvolume.failure.Failures;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** The messages of a store that fails. */
final class StoreFailures {

  private StoreFailures() {}

  /**
   * What went wrong, in one line.
   *
   * @param shown the location that the line names already
   */
  static String reason(String shown, IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    boolean bare =
        message.isEmpty() || (e instanceof FileSystemException f && f.getReason() == null);
    return Failures.without(
        shown, bare ? (e.getClass().getSimpleName() + " " + message).strip() : message);
  }
}
