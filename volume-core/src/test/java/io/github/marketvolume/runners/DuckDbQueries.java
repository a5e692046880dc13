package io.github.marketvolume.runners;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes files by plain DuckDB, so that no runner vouches for itself. */
public final class DuckDbQueries {

  private DuckDbQueries() {}

  /** The rows of a query, cells between bars. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's own
  public static List<String> query(String sql, Object... names) {
    String text = names.length == 0 ? sql : sql.formatted(names);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(text)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(text, e);
    }
  }

  /** Writes the rows of a query to a Parquet file. */
  public static void writeParquet(String file, String select) {
    String text = "copy (" + select + ") to '" + file.replace("'", "''") + "' (format parquet)";
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
