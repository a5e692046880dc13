package io.github.marketvolume.gcp.fake;

import java.io.IOException;

/** The connection is to be cut here. */
final class CutException extends IOException {

  private static final long serialVersionUID = 1;

  CutException() {
    super("cut by a fault");
  }
}
