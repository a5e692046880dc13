import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the outputs of two programs that did the same job, in DuckDB: rows by key, whole numbers
 * exactly, decimal ones to 1e-9. Only columns that both have are compared. Exits with 1 if anything
 * differs. Arguments: the two folders.
 */
public final class CompareOutputs {

  private static final Map<String, String> KEYS =
      Map.of(
          "ticker_daily", "trade_date, ticker",
          "leaderboard", "ticker",
          "market_daily", "trade_date");

  private CompareOutputs() {}

  public static void main(String[] args) throws SQLException {
    long differences = 0;
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = database.createStatement()) {
      for (Map.Entry<String, String> output : KEYS.entrySet()) {
        differences += compare(sql, args, output.getKey(), output.getValue());
      }
    }
    System.exit(differences == 0 ? 0 : 1);
  }

  private static long compare(Statement sql, String[] folders, String output, String key)
      throws SQLException {
    for (int i = 0; i < 2; i++) {
      sql.execute(
          "create or replace view side_%d as from read_parquet('%s/%s/*.parquet')"
              .formatted(i, folders[i], output));
    }
    long rows = number(sql, "select count(*) from side_0 join side_1 using (" + key + ")");
    long unmatched =
        number(sql, "select (select count(*) from side_0) + (select count(*) from side_1)")
            - 2 * rows;
    List<String> tests = new ArrayList<>();
    try (ResultSet columns =
        sql.executeQuery(
            "select a.column_name, a.column_type from (describe side_0) a"
                + " join (describe side_1) b using (column_name) where column_name not in ('"
                + key.replace(", ", "', '") + "')")) {
      while (columns.next()) {
        String a = "side_0." + columns.getString(1);
        String b = "side_1." + columns.getString(1);
        tests.add(
            columns.getString(2).equals("DOUBLE")
                ? "count_if((%1$s is null) <> (%2$s is null) or abs(%1$s - %2$s) > greatest(1e-12, 1e-9 * abs(%2$s)))"
                    .formatted(a, b)
                : "count_if(%s is distinct from %s)".formatted(a, b));
      }
    }
    long values =
        number(
            sql,
            "select " + String.join(" + ", tests) + " from side_0 join side_1 using (" + key + ")");
    System.out.printf(
        "%-13s %,10d rows in both, %d in one only; %d columns, %d values differ%n",
        output, rows, unmatched, tests.size(), values);
    return unmatched + values;
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
