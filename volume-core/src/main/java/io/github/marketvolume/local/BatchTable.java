package io.github.marketvolume.local;

import io.github.marketvolume.engine.ColumnBatch;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * The rows of batches, as a table that a statement of DuckDB reads once, with one thread. Dates are
 * whole numbers in it, the days from 1970-01-01.
 */
final class BatchTable implements DuckDBTableFunction<Object, Object, BatchTable.Place> {

  private static final int TRIAL_ROWS = 100;

  private static final Schema<Object> TRIAL =
      new Schema<>(
          List.of(
              trialColumn(ColumnType.DATE),
              trialColumn(ColumnType.DOUBLE),
              trialColumn(ColumnType.LONG),
              trialColumn(ColumnType.BOOLEAN)));

  private final Schema<?> schema;
  private final Supplier<ColumnBatch> batches;
  private final boolean copiesWhole;

  /**
   * A table of rows.
   *
   * @param batches gives one batch after another, none of them empty, and then null
   * @param copiesWhole as of {@link VectorCells}
   */
  BatchTable(Schema<?> schema, Supplier<ColumnBatch> batches, boolean copiesWhole) {
    this.schema = schema;
    this.batches = batches;
    this.copiesWhole = copiesWhole;
  }

  private static Schema.Column<Object> trialColumn(ColumnType type) {
    return new Schema.Column<>("a_" + type.name().toLowerCase(Locale.ROOT), type, true, "", x -> x);
  }

  /** The batch that the reading thread is at, and the row. */
  static final class Place {
    private final VectorCells cells;
    private ColumnBatch batch;
    private int row;

    private Place(VectorCells cells) {
      this.cells = cells;
    }
  }

  /**
   * If columns that are copied whole come out of a database as they went in: a trial by some rows,
   * so that a driver whose buffers are of another kind costs time and no number.
   */
  static boolean copiesWhole(DuckDBConnection database, String function) throws SQLException {
    if (!VectorCells.canCopyWhole()) {
      return false;
    }
    ColumnBatch batch = trialBatch();
    Iterator<ColumnBatch> once = List.of(batch).iterator();
    DuckDBFunctions.tableFunction()
        .withName(function)
        .withFunction(new BatchTable(TRIAL, () -> once.hasNext() ? once.next() : null, true))
        .register(database);
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + function + "()")) {
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
  public Object bind(DuckDBTableFunctionBindInfo info) {
    for (Schema.Column<?> column : schema.columns()) {
      info.addResultColumn(column.name(), VectorCells.typeOf(column.type()));
    }
    return schema;
  }

  @Override
  public Object init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return schema;
  }

  @Override
  public Place localInit(DuckDBTableFunctionInitInfo info) {
    return new Place(new VectorCells(copiesWhole));
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter out) {
    Place place = call.getLocalInitData();
    if (place.batch == null) {
      place.batch = batches.get();
      if (place.batch == null) {
        return 0;
      }
      place.row = place.batch.from();
    }
    int to = (int) Math.min(place.batch.to(), place.row + out.capacity());
    for (int k = 0; k < place.batch.width(); k++) {
      place.cells.fill(out.vector(k), place.batch, k, place.row, to);
    }
    int rows = to - place.row;
    place.row = to;
    if (to == place.batch.to()) {
      place.batch = null;
    }
    return rows;
  }
}
