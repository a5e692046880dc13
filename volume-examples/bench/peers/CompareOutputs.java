import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the outputs of a program with those of another that did the same job, in DuckDB: rows by
 * key, whole numbers exactly, decimal ones to 1e-9 of their size. The first one, the library's, may
 * have columns besides; it must have all of the second one's. Prints a line for each output, and
 * exits with 1 if anything differs. Arguments: the two folders, with a folder of Parquet files for
 * each output.
 */
public final class CompareOutputs {

  /** The outputs of the job, and what a row of each is found by. */
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("ticker_daily", List.of("trade_date", "ticker"));
    KEYS.put("anomalies", List.of("trade_date", "ticker"));
    KEYS.put("leaderboard", List.of("ticker"));
    KEYS.put("market_daily", List.of("trade_date"));
  }

  private CompareOutputs() {}

  public static void main(String[] args) throws SQLException {
    boolean same = true;
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = database.createStatement()) {
      for (Map.Entry<String, List<String>> output : KEYS.entrySet()) {
        same &= isSame(sql, args, output.getKey(), output.getValue());
      }
    }
    System.exit(same ? 0 : 1);
  }

  private static boolean isSame(Statement sql, String[] folders, String output, List<String> key)
      throws SQLException {
    for (int i = 0; i < 2; i++) {
      sql.execute(
          "create or replace view side_%d as from read_parquet('%s/%s/*.parquet')"
              .formatted(i, folders[i].replace("'", "''"), output));
    }
    String keys = String.join(", ", key);
    String both = "side_0 join side_1 using (" + keys + ")";
    long rows = number(sql, "select count(*) from " + both);
    long unmatched =
        number(sql, "select (select count(*) from side_0) + (select count(*) from side_1)")
            - 2 * rows;

    Map<String, String> ours = columns(sql, 0);
    List<String> missing = new ArrayList<>();
    List<String> differs = new ArrayList<>();
    for (String column : columns(sql, 1).keySet()) {
      if (!ours.containsKey(column)) {
        missing.add(column);
      } else if (!key.contains(column)) {
        differs.add(differs(column, ours.get(column)));
      }
    }
    long values =
        differs.isEmpty()
            ? 0
            : number(sql, "select " + String.join(" + ", differs) + " from " + both);
    System.out.printf(
        "%-13s %,11d rows in both, %d in one only; %d columns, %d values differ%s%n",
        output,
        rows,
        unmatched,
        differs.size() + key.size(),
        values,
        missing.isEmpty() ? "" : "; not among the library's: " + String.join(", ", missing));
    // No rows at all would be a job that was not done, not one that was done equally.
    return rows > 0 && unmatched == 0 && values == 0 && missing.isEmpty();
  }

  /** Returns the names of the columns of a side with their types, in their order. */
  private static Map<String, String> columns(Statement sql, int side) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (ResultSet columns = sql.executeQuery("describe side_" + side)) {
      while (columns.next()) {
        types.put(columns.getString(1), columns.getString(2));
      }
    }
    return types;
  }

  /** Returns how to count the rows whose values of a column differ. */
  private static String differs(String column, String type) {
    String condition =
        type.equals("DOUBLE")
            ? "(%1$s is null) <> (%2$s is null) or abs(%1$s - %2$s) > greatest(1e-12, 1e-9 * abs(%2$s))"
            : "%1$s is distinct from %2$s";
    return "count_if(" + condition.formatted("side_0." + column, "side_1." + column) + ")";
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
