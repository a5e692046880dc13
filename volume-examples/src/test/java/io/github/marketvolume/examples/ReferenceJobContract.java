package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The main job on real prices, run by the application and asked of DuckDB in SQL: both must have
 * the same rows, columns, types and values. Whole numbers and texts must be equal, and doubles
 * within 1e-9 of each other (1e-12 near zero).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReferenceJobContract {

  private final List<String> engine;
  private Path folder;
  private CommandLineRun run;
  private Connection database;

  /**
   * The job on one engine.
   *
   * @param engine the options that choose it
   */
  ReferenceJobContract(String... engine) {
    this.engine = List.of(engine);
  }

  @BeforeAll
  void runBoth(@TempDir Path temporary) throws IOException, SQLException {
    folder = temporary;
    Path data = Path.of(System.getenv("MARKET_DATA_DIR"));
    String prices = data.resolve("sp500_stocks.csv.gz").toString();
    Path calendar = data.resolveSibling("reference/calendar_1999_2021_non_normal.csv");
    List<String> arguments =
        new ArrayList<>(List.of("run", "--input", prices, "--output", folder.toString()));
    arguments.addAll(engine);
    run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.errorLines()).isEmpty();
    assertThat(run.exitCode()).isZero();

    database = DriverManager.getConnection("jdbc:duckdb:");
    try (InputStream script = ReferenceJobContract.class.getResourceAsStream("reference_job.sql");
        Statement statement = database.createStatement()) {
      statement.execute(
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${prices}", prices)
              .replace("${calendar}", calendar.toString()));
      for (String output : Sp500Pipeline.outputNames()) {
        statement.execute(
            "create view %s as from read_parquet('%s/*.parquet')"
                .formatted(output, folder.resolve(output)));
      }
    }
  }

  @AfterAll
  void closeDatabase() throws SQLException {
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ticker_daily, 'trade_date, ticker', 1346015",
    "anomalies, 'trade_date, ticker', 0",
    "leaderboard, ticker, 503",
    "market_daily, trade_date, 2792",
    "shocks, start_date, 23"
  })
  void output_equalsTheQuery(String output, String key, long atLeast) throws SQLException {
    assertThat(number("select count(*) from " + output)).isGreaterThanOrEqualTo(atLeast);
    assertThat(rows("select column_name, column_type from (describe " + output + ")"))
        .containsExactlyElementsOf(
            rows("select column_name, column_type from (describe expected_" + output + ")"));
    assertThat(
            number(
                "select count(*) from (from %1$s anti join expected_%1$s using (%2$s))"
                    .formatted(output, key)))
        .as("rows that should not be there")
        .isZero();
    assertThat(
            number(
                "select count(*) from (from expected_%1$s anti join %1$s using (%2$s))"
                    .formatted(output, key)))
        .as("rows that are not there")
        .isZero();
    assertThat(differences(output, key)).isEmpty();
  }

  @Test
  void mostTraded_areTheRealOnes() throws SQLException {
    assertThat(rows("select ticker, max_volume from leaderboard where rank <= 10 order by rank"))
        .containsExactly(
            "AAPL 1880998000",
            "BAC 859643400",
            "VZ 616620500",
            "FB 573576400",
            "CSCO 560040200",
            "F 480879500",
            "GM 457044300",
            "GE 448585904",
            "HPQ 442012304",
            "AAL 428617100");
    assertThat(run.out().lines().dropWhile(line -> !line.startsWith("rank")).skip(1).limit(2))
        .satisfiesExactly(
            line -> assertThat(line).matches(" +1 +AAPL +1,880,998,000 .*"),
            line -> assertThat(line).matches(" +2 +BAC +859,643,400 .*"));
  }

  @Test
  void nothing_isRejected() throws SQLException {
    assertThat(number("select count(*) from rejected")).isZero();
  }

  @Test
  void report_countsWhatIsThere() throws IOException {
    assertThat(Files.readString(folder.resolve("run.json")))
        .contains("\"rows_read\" : 1346015", "\"rows_rejected\" : 0")
        .doesNotContain("SYNTHETIC");
  }

  /** A line for each column with values that differ, and how many do. */
  private List<String> differences(String output, String key) throws SQLException {
    List<String> differences = new ArrayList<>();
    for (String column :
        rows(
            "select column_name, column_type from (describe expected_%s) where column_name not in ('%s')"
                .formatted(output, key.replace(", ", "', '")))) {
      String name = column.substring(0, column.indexOf(' '));
      String differ =
          column.endsWith(" DOUBLE")
              ? """
              (a.%1$s is null) <> (e.%1$s is null) or abs(a.%1$s - e.%1$s)
                > greatest(1e-12, 1e-9 * greatest(abs(a.%1$s), abs(e.%1$s)))\
              """
              : "a.%1$s is distinct from e.%1$s";
      long count =
          number(
              ("select count(*) from %2$s a join expected_%2$s e using (%3$s) where " + differ)
                  .formatted(name, output, key));
      if (count > 0) {
        differences.add(name + ": " + count);
      }
    }
    return differences;
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(rows(query).get(0));
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          cells.add(result.getString(i));
        }
        rows.add(String.join(" ", cells));
      }
    }
    return rows;
  }
}
