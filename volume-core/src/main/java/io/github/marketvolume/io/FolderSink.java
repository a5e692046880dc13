package io.github.marketvolume.io;

import io.github.marketvolume.error.InvalidPlanException;

/**
 * A sink that writes a folder of files, published whole or not at all. An existing folder is
 * replaced only if the descriptor says so.
 */
public sealed interface FolderSink extends Sink<Object> permits ParquetSink, CsvSink {

  /** The folder: a path or a URI. */
  String location();

  /** Whether an existing folder is replaced. */
  boolean replacesExisting();

  /** The same folder, replaced if it exists. */
  FolderSink replacingExisting();

  /** Fails if a location is blank. */
  static void requireLocation(String location) {
    if (location.isBlank()) {
      throw new InvalidPlanException("a folder to write to has no name; give a path or a URI");
    }
  }
}
