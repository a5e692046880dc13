package io.github.marketvolume.engine;

import java.io.IOException;

/**
 * A file is not what it claims to be; the message continues a sentence that begins with its name.
 */
final class UnfitFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnfitFileException(String problem) {
    super(problem);
  }
}
