package io.github.marketvolume.gcp.fake.bigquery.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The embedded database that holds the rows and evaluates translated statements. */
public final class Engine implements AutoCloseable {

  /** What a transaction does. */
  public interface Work<T> {
    T run() throws SQLException;
  }

  private final Connection connection;
  private long relations;

  public Engine(String file) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:duckdb:" + file);
    update("SET TimeZone = 'UTC'");
    update("SET default_null_order = 'NULLS_FIRST_ON_ASC_LAST_ON_DESC'");
    update("SET memory_limit = '512MB'");
    update("SET threads = 2");
  }

  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A name that no relation has yet. */
  public synchronized String newRelation() {
    relations++;
    return "t" + relations;
  }

  public synchronized long update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    }
  }

  /** All rows, each column as text. */
  public synchronized List<List<String>> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getString(i + 1);
        }
        rows.add(Arrays.asList(row));
      }
      return rows;
    }
  }

  public synchronized long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0).get(0));
  }

  /** Reads rows with a reader of one's own, which must be done before it returns. */
  public synchronized void read(String sql, RowReader reader) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        reader.row(result);
      }
    }
  }

  /** Takes one row. */
  public interface RowReader {
    void row(ResultSet row) throws SQLException;
  }

  /** The columns that a query has. */
  public synchronized TableSchema describe(String query) throws SQLException {
    List<TableSchema.Field> fields = new ArrayList<>();
    int anonymous = 0;
    for (List<String> row : rows("DESCRIBE " + query)) {
      String name = row.get(0);
      if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
        name = "f" + anonymous + "_";
        anonymous++;
      }
      fields.add(TableSchema.Field.of(name, FieldType.ofEngine(row.get(1))));
    }
    return new TableSchema(fields);
  }

  /** All or nothing. */
  public synchronized <T> T transaction(Work<T> work) throws SQLException {
    update("BEGIN TRANSACTION");
    boolean done = false;
    try {
      T result = work.run();
      update("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        update("ROLLBACK");
      }
    }
  }

  /** Makes an empty table. */
  public void createTable(String relation, TableSchema schema) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (TableSchema.Field field : schema.fields()) {
      columns.add(
          field.quoted() + " " + field.type().engineName() + (field.required() ? " NOT NULL" : ""));
    }
    if (columns.isEmpty()) {
      columns.add("\"_fake_no_columns\" BOOLEAN");
    }
    update("CREATE TABLE " + relation + " (" + String.join(", ", columns) + ")");
  }

  public void drop(String relation) throws SQLException {
    update("DROP TABLE IF EXISTS " + relation);
  }

  /** Appends rows that are spelled as text; a null is a null. All or nothing. */
  public synchronized void append(String relation, TableSchema schema, List<List<String>> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    String staging = newRelation();
    List<String> texts = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < schema.fields().size(); i++) {
      texts.add("c" + i + " VARCHAR");
      values.add(schema.fields().get(i).type().fromText("c" + i));
    }
    update("CREATE TEMP TABLE " + staging + " (" + String.join(", ", texts) + ")");
    try {
      try (DuckDBAppender appender =
          ((DuckDBConnection) connection).createAppender("temp", "main", staging)) {
        for (List<String> row : rows) {
          appender.beginRow();
          for (String value : row) {
            if (value == null) {
              appender.appendNull();
            } else {
              appender.append(value);
            }
          }
          appender.endRow();
        }
      }
      update(
          "INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY rowid"
              .formatted(relation, schema.columns(), String.join(", ", values), staging));
    } finally {
      drop(staging);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the engine does not close", e);
    }
  }
}
