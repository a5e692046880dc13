package io.github.marketvolume.io;

/**
 * A sink that writes a folder of files, published whole or not at all. What is there already is
 * replaced only where the descriptor says so.
 */
public sealed interface FolderSink extends Sink<Object> permits ParquetSink, CsvSink {

  /** The folder: a path or a URI. */
  String location();

  /** Whether a folder that exists is replaced. */
  boolean replacesExisting();
}
