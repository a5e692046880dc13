package io.github.marketvolume.local;

import io.github.marketvolume.engine.ColumnBatch;
import io.github.marketvolume.engine.Failures;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Writes a folder of Parquet. DuckDB takes the rows from a table function, several threads at a
 * time, so that the rows of a batch stay together and batches come in no order.
 */
final class ParquetWriter implements TableWriter<ColumnBatch> {

  /** The file that rows go into where no column becomes folders. */
  static final String FILE = "part-0.parquet";

  /** The table function's name in SQL; its parameter is the writer's number. */
  static final String FUNCTION = "volume_rows";

  private final DuckDb database;
  private final Schema<?> schema;
  private final Path folder;
  private final String described;
  private final int threads;
  private final Handoff<ColumnBatch> batches;
  private final Future<?> copying;

  /**
   * Begins to write.
   *
   * @param folder an empty folder
   * @param partitionColumns columns that become folders
   * @param described the output in words, for messages
   * @param threads how many threads take rows
   */
  ParquetWriter(
      DuckDb database,
      Workers workers,
      Schema<?> schema,
      Path folder,
      List<String> partitionColumns,
      String described,
      int threads) {
    this.database = database;
    this.schema = schema;
    this.folder = folder;
    this.described = described;
    this.threads = threads;
    this.batches = new Handoff<>(2 * threads);
    String sql = copy(partitionColumns);
    this.copying = workers.start(() -> copy(sql));
  }

  private String copy(List<String> partitionColumns) {
    String columns =
        schema.columns().stream().map(ParquetWriter::expression).collect(Collectors.joining(", "));
    String rows = "select " + columns + " from " + FUNCTION + "(" + database.register(this) + ")";
    if (partitionColumns.isEmpty()) {
      return "copy (%s) to %s (format parquet)"
          .formatted(rows, DuckDb.literal(folder.resolve(FILE).toString()));
    }
    String names =
        partitionColumns.stream().map(DuckDb::identifier).collect(Collectors.joining(", "));
    return "copy (%s) to %s (format parquet, partition_by (%s), overwrite_or_ignore)"
        .formatted(rows, DuckDb.literal(folder.toString()), names);
  }

  private static String expression(Schema.Column<?> column) {
    String name = DuckDb.identifier(column.name());
    return column.type() == ColumnType.DATE ? "date '1970-01-01' + " + name + " as " + name : name;
  }

  private Void copy(String sql) {
    try {
      database.execute(sql);
      return null;
    } catch (SQLException e) {
      RuntimeException failure =
          new IllegalStateException(described + ": " + Failures.reason(e), e);
      batches.fail(failure);
      throw failure;
    }
  }

  @Override
  public ColumnBatch prepare(ColumnBatch batch) {
    return batch;
  }

  @Override
  public void write(ColumnBatch batch) {
    if (batch.to() > batch.from()) {
      batches.put(batch);
    }
  }

  @Override
  public long finish() {
    batches.finish();
    Workers.await(copying);
    String files = folder.toString().replaceAll("[\\[\\]*?]", "[$0]") + "/**/*.parquet";
    try (DuckDBConnection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select coalesce(sum(num_rows), 0)::bigint from parquet_file_metadata("
                    + DuckDb.literal(files)
                    + ")")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new SinkException(described + " cannot be counted: " + Failures.reason(e), e);
    }
  }

  @Override
  public void close() {
    if (!copying.isDone()) {
      batches.fail(new VolumeException(described + " is given up"));
      try {
        Workers.await(copying);
      } catch (RuntimeException e) {
        // It was to end, and has.
      }
    }
  }

  /** The batch that a thread is at, and the row. */
  private static final class Place {
    private ColumnBatch batch;
    private int row;
  }

  /** The rows of any writer, as a table. */
  static final class Rows implements DuckDBTableFunction<ParquetWriter, Object, Place> {

    private final LongFunction<ParquetWriter> writers;

    Rows(LongFunction<ParquetWriter> writers) {
      this.writers = writers;
    }

    @Override
    public ParquetWriter bind(DuckDBTableFunctionBindInfo info) {
      ParquetWriter writer = writers.apply(info.getParameter(0).getLong());
      for (Schema.Column<?> column : writer.schema.columns()) {
        info.addResultColumn(column.name(), typeOf(column.type()));
      }
      return writer;
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
      ParquetWriter writer = info.getBindData();
      info.setMaxThreads(writer.threads);
      return writer;
    }

    @Override
    public Place localInit(DuckDBTableFunctionInitInfo info) {
      return new Place();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) {
      ParquetWriter writer = call.getBindData();
      Place place = call.getLocalInitData();
      if (place.batch == null) {
        place.batch = writer.batches.take();
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
        for (int i = from; i < to; i++) {
          vector.setString(i - from, text);
        }
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
