package io.github.marketvolume.local;

import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import io.github.marketvolume.rows.StageLayout;
import io.github.marketvolume.run.OutputRun;
import io.github.marketvolume.series.TickerResult;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** An output whose rows go into files: from the scan, where they are those of bars. */
final class FileOutput<S> implements StageRows.Taker<Runnable>, AutoCloseable {

  private static final int ROWS_AT_A_TIME = 8192;

  private final OutputRun<S> output;
  private final Optional<StageLayout<S>> layout;
  private final TableWriter<?> writer;

  /**
   * An output that is about to be written.
   *
   * @param layout how its rows come from the scan; empty if they do not
   * @param writer writes them
   */
  FileOutput(OutputRun<S> output, Optional<StageLayout<S>> layout, TableWriter<?> writer) {
    this.output = output;
    this.layout = layout;
    this.writer = writer;
  }

  OutputRun<S> output() {
    return output;
  }

  /** The files that an adapter takes. */
  List<Path> files() {
    return ((ParquetWriter) writer).files();
  }

  String describe() {
    return output.sink().describe();
  }

  /** Whether the scan yields the rows. */
  boolean isScanned() {
    return layout.isPresent();
  }

  @Override
  public Runnable prepare(TickerResult result) {
    return prepare(writer, written(layout.orElseThrow().columns(result)));
  }

  /** Without the rows of days that are not written; those of a ticker are in order. */
  private ColumnBatch written(ColumnBatch batch) {
    Optional<Schema.Column<S>> date = output.schema().firstDate();
    if (output.firstDay().equals(LocalDate.MIN) || date.isEmpty()) {
      return batch;
    }
    int column = output.schema().names().indexOf(date.get().name());
    long first = output.firstDay().toEpochDay();
    int row = batch.from();
    while (row < batch.to() && batch.cell(column, row) instanceof Integer day && day < first) {
      row++;
    }
    return batch.rows(row, batch.to());
  }

  private static <P> Runnable prepare(TableWriter<P> writer, ColumnBatch batch) {
    P prepared = writer.prepare(batch);
    return () -> writer.write(prepared);
  }

  @Override
  public void take(Runnable prepared) {
    prepared.run();
  }

  /** Completes the files of what the scan yielded. */
  void finish() {
    output.wrote(writer.finish());
  }

  /** Writes rows that do not come from the scan, of the days that are written. */
  Void writeAll(Iterator<S> all) {
    Iterator<S> values = output.written(all);
    while (values.hasNext()) {
      List<S> some = new ArrayList<>();
      while (values.hasNext() && some.size() < ROWS_AT_A_TIME) {
        some.add(values.next());
      }
      prepare(writer, ColumnBatch.of(output.schema(), some)).run();
    }
    finish();
    return null;
  }

  @Override
  public void close() {
    writer.close();
  }
}
