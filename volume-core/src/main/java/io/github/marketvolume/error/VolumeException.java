package io.github.marketvolume.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that this library throws on purpose. The message is one line, fit for
 * a user: {@link SafeText} has removed secrets and invisible characters from it and from the
 * causes.
 */
public class VolumeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public VolumeException(String message) {
    super(line(message));
  }

  /**
   * A failure with its cause.
   *
   * @param cause the cause; if its message or that of one of its causes has a secret, it is
   *     replaced by an exception with the same name, stack and causes that does not have the
   *     secret; null if there is none
   */
  public VolumeException(String message, @Nullable Throwable cause) {
    super(line(message), RedactedCause.of(cause));
  }

  private static @Nullable String line(@Nullable String message) {
    return message == null ? null : SafeText.line(message);
  }
}
