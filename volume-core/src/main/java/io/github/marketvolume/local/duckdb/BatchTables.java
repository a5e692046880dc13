package io.github.marketvolume.local.duckdb;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBValue;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows are those of batches, each for one statement of a database, which reads it once
 * and with one thread. Dates are whole numbers in them, the days from 1970-01-01. Safe for many
 * threads.
 */
final class BatchTables
    implements DuckDBTableFunction<BatchTables.Table, Object, BatchTables.Place> {

  private static final String FUNCTION = "volume_rows";
  private static final int TRIAL_ROWS = 100;

  private static final Schema<Object> TRIAL =
      new Schema<>(
          List.of(
              trialColumn(ColumnType.DATE),
              trialColumn(ColumnType.DOUBLE),
              trialColumn(ColumnType.LONG),
              trialColumn(ColumnType.BOOLEAN)));

  /** What a trial says of the driver, once in a process; null before. */
  private static volatile @Nullable Boolean driverCopiesWhole;

  private final Map<Long, Table> tables = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** The columns of a table, and where its batches come from. */
  record Table(Schema<?> schema, Supplier<@Nullable ColumnBatch> batches, boolean copiesWhole) {}

  private BatchTables() {}

  private static Schema.Column<Object> trialColumn(ColumnType type) {
    return new Schema.Column<>("a_" + type.name().toLowerCase(Locale.ROOT), type, true, "", x -> x);
  }

  /** The tables of a database, none yet. */
  static BatchTables of(DuckDBConnection database) throws SQLException {
    BatchTables tables = new BatchTables();
    DuckDBFunctions.tableFunction()
        .withName(FUNCTION)
        .withParameter(Long.class)
        .withFunction(tables)
        .register(database);
    if (driverCopiesWhole == null) {
      driverCopiesWhole = tables.copiesWhole(database);
    }
    return tables;
  }

  /**
   * Adds a table.
   *
   * @param batches gives one batch after another, none of them empty, and then null
   * @return its number
   */
  long add(Schema<?> schema, Supplier<@Nullable ColumnBatch> batches) {
    return add(schema, batches, Boolean.TRUE.equals(driverCopiesWhole));
  }

  /**
   * Adds a table.
   *
   * @param copiesWhole as of {@link VectorCells}
   */
  long add(Schema<?> schema, Supplier<@Nullable ColumnBatch> batches, boolean copiesWhole) {
    long number = numbers.incrementAndGet();
    tables.put(number, new Table(schema, batches, copiesWhole));
    return number;
  }

  /** Forgets a table that has been read. */
  void drop(long number) {
    tables.remove(number);
  }

  /** What stands for a table in a statement. */
  static String inSql(long number) {
    return FUNCTION + "(" + number + ")";
  }

  /** The table that a thread reads, its batch, and the row. */
  static final class Place {
    private final Table table;
    private final VectorCells cells;

    /** Null before the first batch, and between two. */
    private @Nullable ColumnBatch batch;

    private int row;

    private Place(Table table) {
      this.table = table;
      this.cells = new VectorCells(table.copiesWhole());
    }
  }

  /**
   * If columns that are copied whole come out of a database as they went in: a trial by some rows,
   * so that a driver whose buffers are of another kind costs time and no number.
   */
  boolean copiesWhole(DuckDBConnection database) throws SQLException {
    if (!VectorCells.canCopyWhole()) {
      return false;
    }
    ColumnBatch batch = trialBatch();
    Iterator<ColumnBatch> once = List.of(batch).iterator();
    long table = add(TRIAL, () -> once.hasNext() ? once.next() : null, true);
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + inSql(table))) {
      for (int row = 0; row < TRIAL_ROWS; row++) {
        if (!rows.next()) {
          return false;
        }
        for (int k = 0; k < batch.width(); k++) {
          if (!Objects.equals(rows.getObject(k + 1), batch.cell(k, row))) {
            return false;
          }
        }
      }
      return !rows.next();
    } finally {
      drop(table);
    }
  }

  /** Rows that fill more than a word of bits, with something missing on both sides. */
  private static ColumnBatch trialBatch() {
    int[] days = new int[TRIAL_ROWS];
    double[] numbers = new double[TRIAL_ROWS];
    double[] wholes = new double[TRIAL_ROWS];
    double[] flags = new double[TRIAL_ROWS];
    for (int i = 0; i < TRIAL_ROWS; i++) {
      days[i] = 10_000 + i;
      numbers[i] = i % 3 == 0 ? Double.NaN : i + 0.1;
      wholes[i] = i % 5 == 0 ? Double.NaN : (1L << 40) + i;
      flags[i] = i % 2;
    }
    return new ColumnBatch(
        ColumnBatch.typesOf(TRIAL), new Object[] {days, numbers, wholes, flags}, 0, TRIAL_ROWS);
  }

  @Override
  public Table bind(DuckDBTableFunctionBindInfo info) {
    Table table;
    try (DuckDBValue number = info.getParameter(0)) {
      table = Objects.requireNonNull(tables.get(number.getLong()));
    }
    for (Schema.Column<?> column : table.schema().columns()) {
      info.addResultColumn(column.name(), VectorCells.typeOf(column.type()));
    }
    return table;
  }

  @Override
  public Object init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return info.getBindData();
  }

  @Override
  public Place localInit(DuckDBTableFunctionInitInfo info) {
    return new Place(info.getBindData());
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) {
    Place place = call.getLocalInitData();
    ColumnBatch batch = place.batch;
    if (batch == null) {
      batch = place.table.batches().get();
      if (batch == null) {
        return 0;
      }
      place.batch = batch;
      place.row = batch.from();
    }
    int to = (int) Math.min(batch.to(), place.row + out.capacity());
    for (int k = 0; k < batch.width(); k++) {
      place.cells.fill(out.vector(k), batch, k, place.row, to);
    }
    int rows = to - place.row;
    place.row = to;
    if (to == batch.to()) {
      place.batch = null;
    }
    return rows;
  }
}
