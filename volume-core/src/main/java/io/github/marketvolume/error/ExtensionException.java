package io.github.marketvolume.error;

/**
 * A user's own rule, statistic or score threw an exception during a run. The message names it, and
 * the ticker and date that it was called for; the cause is what it threw.
 */
public class ExtensionException extends VolumeException {

  private static final long serialVersionUID = 1L;

  private final String extension;
  private final String row;

  /**
   * Reports what was called, and for what.
   *
   * @param extension what failed, such as {@code rule dries_up}
   * @param row the ticker, the date, or both with a space between; empty where neither is known
   */
  public ExtensionException(String extension, String row, Throwable cause) {
    super(
        extension
            + " failed"
            + (row.isEmpty() ? "" : " on " + row)
            + ": "
            + reason(cause)
            + "; mend its code, or leave it out",
        cause);
    this.extension = extension;
    this.row = row;
  }

  private static String reason(Throwable cause) {
    String kind = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? kind
        : kind + ": " + message.strip().lines().findFirst().orElse("");
  }

  /** The same failure on a row of this ticker. */
  public ExtensionException of(String ticker) {
    Throwable cause = getCause() == null ? this : getCause();
    return new ExtensionException(extension, (ticker + " " + row).strip(), cause);
  }
}
