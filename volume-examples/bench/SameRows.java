import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/** Compares the rows of the outputs of two folders, by DuckDB. */
class SameRows {

  public static void main(String[] folders) throws Exception {
    boolean same = true;
    try (var database = DriverManager.getConnection("jdbc:duckdb:");
        var statement = database.createStatement()) {
      for (String output :
          List.of("ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected")) {
        String one = "(select * from '" + folders[0] + "/" + output + "/*.parquet')";
        String two = "(select * from '" + folders[1] + "/" + output + "/*.parquet')";
        if (!Files.isDirectory(Path.of(folders[0], output))) {
          throw new IllegalArgumentException(folders[0] + " has no " + output);
        }
        try (var rows =
            statement.executeQuery(
                "select count(*) from ((%1$s except all %2$s) union all (%2$s except all %1$s))"
                    .formatted(one, two))) {
          rows.next();
          if (rows.getLong(1) > 0) {
            System.out.println(output + ": " + rows.getLong(1) + " rows differ");
            same = false;
          }
        }
      }
    }
    System.exit(same ? 0 : 1);
  }
}
