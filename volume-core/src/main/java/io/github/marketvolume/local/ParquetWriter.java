package io.github.marketvolume.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.engine.ColumnBatch;
import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Writes a folder of Parquet: a file or several at the same time, each by a statement that takes
 * its rows from a table function. Batches go to the files in turn, so that in each of them rows are
 * in the order of the batches, and the same input makes the same files.
 */
final class ParquetWriter implements TableWriter<ColumnBatch> {

  /** A dictionary of decimal numbers is nearly as long as the column, and half of the work. */
  private static final String NO_DICTIONARIES = "dictionary_size_limit 1";

  private static final int BATCHES_AHEAD = 3;

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
   * @param files how many files are written at the same time
   */
  ParquetWriter(
      DuckDb databases,
      Workers workers,
      Schema<?> schema,
      Path folder,
      List<String> partitionColumns,
      String described,
      int files) {
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
      String function = databases.newFunctionName();
      try (DuckDBConnection database = databases.connectForWriting();
          Statement statement = database.createStatement()) {
        DuckDBFunctions.tableFunction()
            .withName(function)
            .withFunction(new Rows(schema, batches))
            .register(database);
        return statement.executeLargeUpdate(sql(function));
      } catch (SQLException e) {
        RuntimeException failure =
            new IllegalStateException(described + ": " + Failures.reason(e), e);
        batches.fail(failure);
        throw failure;
      } catch (RuntimeException e) {
        batches.fail(e);
        throw e;
      }
    }

    private String sql(String function) {
      String columns =
          schema.columns().stream()
              .map(ParquetWriter::expression)
              .collect(Collectors.joining(", "));
      String rows = "select " + columns + " from " + function + "()";
      String name = "part-" + number;
      if (partitionColumns.isEmpty()) {
        return "copy (%s) to %s (format parquet, %s)"
            .formatted(
                rows,
                DuckDb.literal(folder.resolve(name + ".parquet").toString()),
                NO_DICTIONARIES);
      }
      String names =
          partitionColumns.stream().map(DuckDb::identifier).collect(Collectors.joining(", "));
      return ("copy (%s) to %s (format parquet, partition_by (%s), overwrite_or_ignore,"
              + " filename_pattern '%s-{i}', %s)")
          .formatted(rows, DuckDb.literal(folder.toString()), names, name, NO_DICTIONARIES);
    }
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

  /** The batch that a thread is at, and the row. */
  private static final class Place {
    private ColumnBatch batch;
    private int row;
  }

  /** The rows of batches, as a table. */
  private static final class Rows implements DuckDBTableFunction<Object, Object, Place> {

    private final Schema<?> schema;
    private final Handoff<ColumnBatch> batches;

    Rows(Schema<?> schema, Handoff<ColumnBatch> batches) {
      this.schema = schema;
      this.batches = batches;
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
      for (Schema.Column<?> column : schema.columns()) {
        info.addResultColumn(column.name(), typeOf(column.type()));
      }
      return schema;
    }

    private static DuckDBColumnType typeOf(ColumnType type) {
      return switch (type) {
        case DATE -> DuckDBColumnType.INTEGER;
        case TEXT -> DuckDBColumnType.VARCHAR;
        case LONG -> DuckDBColumnType.BIGINT;
        case DOUBLE -> DuckDBColumnType.DOUBLE;
        case BOOLEAN -> DuckDBColumnType.BOOLEAN;
      };
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
      info.setMaxThreads(1);
      return schema;
    }

    @Override
    public Place localInit(DuckDBTableFunctionInitInfo info) {
      return new Place();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) {
      Place place = call.getLocalInitData();
      if (place.batch == null) {
        place.batch = batches.take();
        if (place.batch == null) {
          return 0;
        }
        place.row = place.batch.from();
      }
      int to = (int) Math.min(place.batch.to(), place.row + out.capacity());
      for (int k = 0; k < place.batch.width(); k++) {
        fill(out.vector(k), place.batch, k, place.row, to);
      }
      int rows = to - place.row;
      place.row = to;
      if (to == place.batch.to()) {
        place.batch = null;
      }
      return rows;
    }

    private static void fill(
        DuckDBWritableVector vector, ColumnBatch batch, int column, int from, int to) {
      Object values = batch.column(column);
      if (values instanceof int[] days) {
        for (int i = from; i < to; i++) {
          vector.setInt(i - from, days[i]);
        }
      } else if (values instanceof double[] numbers) {
        fill(vector, batch.type(column), numbers, from, to);
      } else if (values instanceof String text) {
        byte[][] same = new byte[to - from][];
        Arrays.fill(same, text.getBytes(UTF_8));
        vector.setStringUtf8Batch(0, same);
      } else {
        for (int i = from; i < to; i++) {
          fill(vector, i - from, ((Object[]) values)[i]);
        }
      }
    }

    private static void fill(
        DuckDBWritableVector vector, ColumnType type, double[] numbers, int from, int to) {
      for (int i = from; i < to; i++) {
        double number = numbers[i];
        if (type == ColumnType.BOOLEAN) {
          vector.setBoolean(i - from, number == 1);
        } else if (Double.isNaN(number)) {
          vector.setNull(i - from);
        } else if (type == ColumnType.LONG) {
          vector.setLong(i - from, (long) number);
        } else {
          vector.setDouble(i - from, number);
        }
      }
    }

    private static void fill(DuckDBWritableVector vector, int row, Object value) {
      if (value == null) {
        vector.setNull(row);
      } else if (value instanceof Double number) {
        vector.setDouble(row, number);
      } else if (value instanceof Long number) {
        vector.setLong(row, number);
      } else if (value instanceof Boolean flag) {
        vector.setBoolean(row, flag);
      } else {
        vector.setString(row, (String) value);
      }
    }
  }
}
