package io.github.marketvolume.local;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.failure.Failures;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.local.duckdb.DuckDb;
import io.github.marketvolume.memory.Handoff;
import io.github.marketvolume.publish.RunIds;
import io.github.marketvolume.rows.ColumnBatch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Writes a folder of Parquet: a file or several at the same time, each by a statement that takes
 * its rows from a table function. Batches go to the files in turn, so that in each of them rows are
 * in the order of the batches, and the same input makes the same files.
 */
final class ParquetWriter implements TableWriter<ColumnBatch> {

  /** A dictionary of decimal numbers is nearly as long as the column, and half of the work. */
  private static final String NO_DICTIONARIES = "dictionary_size_limit 1";

  private static final int BATCHES_AHEAD = 3;

  private final String options;

  private final Schema<?> schema;
  private final Path folder;
  private final List<String> partitionColumns;
  private final String described;
  private final List<Part> parts = new ArrayList<>();
  private int next;

  /**
   * Begins to write.
   *
   * @param folder an empty folder
   * @param partitionColumns columns that become folders
   * @param described the output in words, for messages
   * @param runId the run, which every file names in its metadata
   * @param files how many files are written at the same time
   */
  ParquetWriter(
      DuckDb databases,
      Workers workers,
      Schema<?> schema,
      Path folder,
      List<String> partitionColumns,
      String described,
      String runId,
      int files) {
    this.options = options(runId);
    this.schema = schema;
    this.folder = folder;
    this.partitionColumns = partitionColumns;
    this.described = described;
    for (int number = 0; number < files; number++) {
      parts.add(new Part(number, databases, workers));
    }
  }

  /** A file, or a file in each folder, that is being written. */
  private final class Part {

    private final int number;
    private final Handoff<ColumnBatch> batches = new Handoff<>(BATCHES_AHEAD);
    private final Future<Long> copying;

    Part(int number, DuckDb databases, Workers workers) {
      this.number = number;
      this.copying = workers.start(() -> copy(databases));
    }

    /** Writes all rows; says how many. */
    private long copy(DuckDb databases) {
      try {
        return databases.write(schema, batches::take, this::sql);
      } catch (SQLException e) {
        RuntimeException failure =
            new IllegalStateException(described + ": " + Failures.reason(e), e);
        batches.fail(failure);
        throw failure;
      } catch (RuntimeException | Error e) {
        batches.fail(e);
        throw e;
      }
    }

    private String sql(String table) {
      String rows = select(schema, table);
      String name = "part-" + number;
      if (partitionColumns.isEmpty()) {
        return "copy (%s) to %s (format parquet, %s)"
            .formatted(rows, DuckDb.literal(folder.resolve(name + ".parquet").toString()), options);
      }
      String names =
          partitionColumns.stream().map(DuckDb::identifier).collect(Collectors.joining(", "));
      return ("copy (%s) to %s (format parquet, partition_by (%s), overwrite_or_ignore,"
              + " filename_pattern '%s-{i}', %s)")
          .formatted(rows, DuckDb.literal(folder.toString()), names, name, options);
    }
  }

  /** How every file is written. */
  static String options(String runId) {
    return NO_DICTIONARIES + ", kv_metadata {" + RunIds.KEY + ": " + DuckDb.literal(runId) + "}";
  }

  /** The rows of a table of batches, with the types that they have in files. */
  static String select(Schema<?> schema, String table) {
    return schema.columns().stream()
        .map(ParquetWriter::expression)
        .collect(Collectors.joining(", ", "select ", " from " + table));
  }

  private static String expression(Schema.Column<?> column) {
    String name = DuckDb.identifier(column.name());
    return column.type() == ColumnType.DATE ? "date '1970-01-01' + " + name + " as " + name : name;
  }

  /** The files, where no column becomes folders. */
  List<Path> files() {
    return parts.stream().map(part -> folder.resolve("part-" + part.number + ".parquet")).toList();
  }

  @Override
  public ColumnBatch prepare(ColumnBatch batch) {
    return batch;
  }

  @Override
  public void write(ColumnBatch batch) {
    if (batch.to() > batch.from()) {
      parts.get(next).batches.put(batch);
      next = (next + 1) % parts.size();
    }
  }

  @Override
  public long finish() {
    parts.forEach(part -> part.batches.finish());
    long rows = 0;
    for (Part part : parts) {
      rows += Workers.await(part.copying);
    }
    return rows;
  }

  @Override
  public void close() {
    for (Part part : parts) {
      if (!part.copying.isDone()) {
        part.batches.fail(new VolumeException(described + " is given up"));
      }
    }
    for (Part part : parts) {
      try {
        Workers.await(part.copying);
      } catch (RuntimeException e) {
        // What failed has been told of, and what was given up was to end.
      }
    }
  }
}
