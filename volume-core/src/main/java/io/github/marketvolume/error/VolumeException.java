package io.github.marketvolume.error;

/**
 * The root of everything this library throws on purpose. The message is one line, fit for a user:
 * {@link SafeText} has taken secrets and invisible characters from it, and from the causes.
 */
public class VolumeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public VolumeException(String message) {
    super(line(message));
  }

  /**
   * A failure with what caused it.
   *
   * @param cause as it is; where its message, or that of what caused it, has a secret, an exception
   *     with the same name, stack and causes, and without the secret
   */
  public VolumeException(String message, Throwable cause) {
    super(line(message), RedactedCause.of(cause));
  }

  private static String line(String message) {
    return message == null ? null : SafeText.line(message);
  }
}
