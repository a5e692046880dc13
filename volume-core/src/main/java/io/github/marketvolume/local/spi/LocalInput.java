package io.github.marketvolume.local.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What an adapter hands to the local runner to read: files of this machine, or a cursor. */
public sealed interface LocalInput {

  /**
   * Parquet files with columns named as in {@link io.github.marketvolume.market.BarColumn}; the
   * runner does not delete them.
   */
  record ParquetFiles(List<Path> files) implements LocalInput {

    public ParquetFiles {
      files = List.copyOf(files);
    }
  }

  /** Rows one by one, each time from a fresh cursor, which the runner closes. */
  record Rows(Supplier<BarCursor> cursor) implements LocalInput {}

  /** Rows in parts that can be read at the same time, each as {@link Rows}. */
  record Parts(List<Supplier<BarCursor>> cursors) implements LocalInput {

    public Parts {
      cursors = List.copyOf(cursors);
    }
  }
}
