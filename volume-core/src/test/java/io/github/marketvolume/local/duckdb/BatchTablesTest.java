package io.github.marketvolume.local.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.rows.ColumnBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** What goes into DuckDB by a table of batches, whole or cell by cell, comes out unchanged. */
class BatchTablesTest {

  private static final Schema<List<Object>> SCHEMA =
      new Schema<>(
          List.of(
              column(0, ColumnType.DATE),
              column(1, ColumnType.TEXT),
              column(2, ColumnType.DOUBLE),
              column(3, ColumnType.LONG),
              column(4, ColumnType.BOOLEAN)));

  private static Schema.Column<List<Object>> column(int k, ColumnType type) {
    return new Schema.Column<>("c" + k, type, true, "", row -> row.get(k));
  }

  @Example
  void thisDriverTakesWholeColumns() throws SQLException {
    try (DuckDBConnection database = open()) {
      assertTrue(BatchTables.of(database).copiesWhole(database));
    }
  }

  @Property(tries = 40, seed = "20100104")
  void whatGoesInComesOut(
      @ForAll @IntRange(max = 5_000) int rows,
      @ForAll @IntRange(max = 100) int from,
      @ForAll @IntRange(max = 10) int missing,
      @ForAll boolean whole)
      throws SQLException {
    Assume.that(rows > 0);
    List<ColumnBatch> batches =
        List.of(batch(from, from + rows, missing, 1), batch(0, 1, missing, 2), batch(3, 70, 1, 3));
    try (DuckDBConnection database = open()) {
      assertEquals(expected(batches), read(database, batches, whole));
    }
  }

  /** Every {@code missing}th number is missing, none if that is 0. */
  private static ColumnBatch batch(int from, int to, int missing, int salt) {
    int[] days = new int[to];
    double[] numbers = new double[to];
    double[] wholes = new double[to];
    double[] flags = new double[to];
    for (int i = 0; i < to; i++) {
      boolean absent = missing > 0 && i % missing == 0;
      days[i] = -1_000 + i * salt;
      numbers[i] = absent ? Double.NaN : i / 7.0 * salt;
      wholes[i] = absent ? Double.NaN : -(double) (1L << 52) + i * (double) salt;
      flags[i] = i % 3 == 0 ? 1 : 0;
    }
    return new ColumnBatch(
        ColumnBatch.typesOf(SCHEMA),
        new Object[] {days, "TICKER-WITH-A-LONG-NAME" + salt, numbers, wholes, flags},
        from,
        to);
  }

  private static List<List<Object>> expected(List<ColumnBatch> batches) {
    List<List<Object>> all = new ArrayList<>();
    for (ColumnBatch batch : batches) {
      for (int row = batch.from(); row < batch.to(); row++) {
        List<Object> cells = new ArrayList<>();
        for (int k = 0; k < batch.width(); k++) {
          cells.add(batch.cell(k, row));
        }
        all.add(cells);
      }
    }
    return all;
  }

  private static List<List<Object>> read(
      DuckDBConnection database, List<ColumnBatch> batches, boolean whole) throws SQLException {
    Iterator<ColumnBatch> each = batches.iterator();
    long table =
        BatchTables.of(database).add(SCHEMA, () -> each.hasNext() ? each.next() : null, whole);
    List<List<Object>> all = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + BatchTables.inSql(table))) {
      while (rows.next()) {
        List<Object> cells = new ArrayList<>();
        for (int k = 1; k <= SCHEMA.columns().size(); k++) {
          cells.add(rows.getObject(k));
        }
        all.add(cells);
      }
    }
    return all;
  }

  private static DuckDBConnection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    return new DuckDBDriver().connect("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
  }
}
