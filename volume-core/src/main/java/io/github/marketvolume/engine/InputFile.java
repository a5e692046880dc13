package io.github.marketvolume.engine;

import java.io.IOException;
import java.io.InputStream;

/** A file that can be read from any byte on, wherever it lies. */
public interface InputFile {

  /** Its path or URI, as messages show it. */
  String location();

  /** Its size in bytes. */
  long length() throws IOException;

  /** Its bytes from {@code offset} on; the caller closes the stream. */
  InputStream open(long offset) throws IOException;

  /** The last part of the location. */
  default String name() {
    return location().substring(location().lastIndexOf('/') + 1);
  }
}
