import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs the SQL on standard input in DuckDB, for machines without its command line or Python. */
public final class RunDuckDb {

  private RunDuckDb() {}

  public static void main(String[] args) throws IOException, SQLException {
    String script = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = database.createStatement()) {
      sql.execute(script);
    }
  }
}
