package io.github.marketvolume.error;

import org.jspecify.annotations.Nullable;

/** An input that cannot be read, or is not what it claims to be. */
public class SourceException extends VolumeException {

  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
