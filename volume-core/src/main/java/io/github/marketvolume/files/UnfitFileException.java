package io.github.marketvolume.files;

import java.io.IOException;

/**
 * A file is not what it claims to be; the message continues a sentence that begins with its name.
 */
public final class UnfitFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String problem;

  /** Says what is wrong, as the end of a sentence that begins with the file. */
  public UnfitFileException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong, as the end of a sentence that begins with the file. */
  public String problem() {
    return problem;
  }
}
