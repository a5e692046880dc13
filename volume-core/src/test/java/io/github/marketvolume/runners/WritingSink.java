package io.github.marketvolume.runners;

import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A sink that writes a file while the run is at work, as a person may.
 *
 * @param file its path
 */
record WritingSink(String file) implements RowSink<Object> {

  @Override
  public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
    try {
      Files.writeString(Path.of(file), "mine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StagedOutput() {
      @Override
      public long rows() {
        return 0;
      }

      @Override
      public void publish() {}

      @Override
      public void close() {}
    };
  }

  @Override
  public String describe() {
    return "a person's file";
  }
}
