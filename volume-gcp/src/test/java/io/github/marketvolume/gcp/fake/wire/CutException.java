package io.github.marketvolume.gcp.fake.wire;

import java.io.IOException;

/** The connection is to be cut here. */
public final class CutException extends IOException {

  private static final long serialVersionUID = 1;

  public CutException() {
    super("cut by a fault");
  }
}
