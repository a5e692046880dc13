package io.github.marketvolume.examples.extending;

import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

record TabSink(String file) implements RowSink<Object> {

  @Override
  public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
    List<String> lines = new ArrayList<>(List.of(String.join("\t", schema.names())));
    while (rows.hasNext()) {
      T row = rows.next();
      List<String> values = new ArrayList<>();
      for (Schema.Column<T> column : schema.columns()) {
        Object value = column.valueOn(row);
        values.add(value == null ? "" : value.toString());
      }
      lines.add(String.join("\t", values));
    }
    Path target = Path.of(file);
    Path staged = target.resolveSibling("." + target.getFileName() + "." + context.runId());
    try {
      Files.write(staged, lines);
    } catch (IOException e) {
      throw new SinkException(file + " cannot be written: " + e.getMessage(), e);
    }
    return new StagedOutput() {
      @Override
      public long rows() {
        return lines.size() - 1L;
      }

      @Override
      public void publish() {
        try {
          Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
          throw new SinkException(file + " cannot be published: " + e.getMessage(), e);
        }
      }

      @Override
      public void close() {
        try {
          Files.deleteIfExists(staged);
        } catch (IOException e) {
          throw new SinkException(staged + " cannot be removed: " + e.getMessage(), e);
        }
      }
    };
  }

  @Override
  public String describe() {
    return file + " (tabs)";
  }
}
