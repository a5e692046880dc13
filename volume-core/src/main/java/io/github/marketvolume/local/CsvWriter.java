package io.github.marketvolume.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a folder of CSV: one file with a header, lines ended by LF, missing values empty, text in
 * quotes where it holds a delimiter, a quote or a line end.
 */
final class CsvWriter implements TableWriter<CsvWriter.Lines> {

  /** Some lines, as bytes. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Lines(byte[] bytes, int count) {}

  private final Path file;
  private final CsvSink sink;
  private final OutputStream out;
  private long rows;

  /**
   * Begins to write.
   *
   * @param sink says how text is written
   * @param folder an empty folder
   */
  CsvWriter(CsvSink sink, Schema<?> schema, Path folder) {
    this.sink = sink;
    this.file = folder.resolve("part-0.csv");
    try {
      out = Files.newOutputStream(file);
      out.write((String.join(",", schema.names()) + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private UncheckedIOException failure(IOException e) {
    return new UncheckedIOException(file + ": " + e.getMessage(), e);
  }

  @Override
  public Lines prepare(ColumnBatch batch) {
    StringBuilder text = new StringBuilder();
    for (int row = batch.from(); row < batch.to(); row++) {
      for (int k = 0; k < batch.width(); k++) {
        if (k > 0) {
          text.append(',');
        }
        append(text, batch.type(k), batch.cell(k, row));
      }
      text.append('\n');
    }
    return new Lines(text.toString().getBytes(UTF_8), batch.to() - batch.from());
  }

  private void append(StringBuilder text, ColumnType type, @Nullable Object cell) {
    if (cell == null) {
      return;
    }
    switch (type) {
      case DATE -> text.append(LocalDate.ofEpochDay((Integer) cell));
      case TEXT -> appendText(text, sink.cell((String) cell));
      default -> text.append(cell);
    }
  }

  private static void appendText(StringBuilder text, String cell) {
    boolean needsQuotes =
        cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    if (needsQuotes) {
      text.append('"').append(cell.replace("\"", "\"\"")).append('"');
    } else {
      text.append(cell);
    }
  }

  @Override
  public void write(Lines lines) {
    try {
      out.write(lines.bytes());
      rows += lines.count();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public long finish() {
    close();
    return rows;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
