package io.github.marketvolume.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.examples.report.VolumeReport.Limits;
import io.github.marketvolume.metric.Levels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a large run a page shows. */
class VolumeReportTest {

  private static final ShockRule RULE = new ShockRule(Levels.of("SHOCK", 1.1), 1.1, 50);

  @TempDir private Path run;

  /** Ten tickers of four days each but the last, which has two, at the ends of all four. */
  @BeforeEach
  void writeRun() throws IOException, SQLException {
    Files.writeString(
        run.resolve("run.json"),
        """
        {"run_id": "r", "started_at": "2020-02-01T00:00:00Z",
         "inputs": [{"source": "prices.csv", "rows_read": 38, "rows_rejected": 0}]}
        """);
    for (String output : List.of("ticker_daily", "market_daily", "leaderboard")) {
      Files.createDirectory(run.resolve(output));
    }
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          CREATE TABLE bars AS
          SELECT DATE '2020-01-06' + CAST(day AS INTEGER) AS trade_date, 'T' || ticker AS ticker, 1.5 AS close,
                 CAST(100 * ticker + day AS BIGINT) AS volume, NULL::DOUBLE AS modified_z_60,
                 false AS flagged
          FROM range(10) t(ticker), range(4) d(day)
          WHERE ticker < 9 OR day IN (0, 3)
          """);
      copy(statement, "FROM bars", "ticker_daily");
      copy(
          statement,
          "SELECT trade_date, sum(volume)::BIGINT AS total_volume, max(volume) AS max_volume,"
              + " count(volume) AS tickers, count(*) FILTER (WHERE flagged) AS flagged"
              + " FROM bars GROUP BY trade_date",
          "market_daily");
      copy(
          statement,
          "SELECT ticker, sum(volume)::BIGINT AS total_volume, max(volume) AS max_volume"
              + " FROM bars GROUP BY ticker",
          "leaderboard");
    }
  }

  private void copy(Statement statement, String query, String output) throws SQLException {
    statement.execute(
        "COPY (%s) TO '%s' (FORMAT PARQUET)".formatted(query, run.resolve(output + "/p.parquet")));
  }

  private String page(Limits limits) throws IOException {
    Path page = run.resolve("page.html");
    VolumeReport.of(run, RULE, limits).write(page);
    return Files.readString(page);
  }

  @Test
  void allTickers_areShownWithinTheLimits() throws IOException {
    VolumeReport report = VolumeReport.of(run, RULE);
    assertThat(report.tickers()).isEqualTo(10).isEqualTo(report.tickersOfRun());
    assertThat(page(Limits.STANDARD)).contains("\"T0\"", "\"T9\"", "\"tickersOfRun\":10");
  }

  @Test
  void limitOfTickers_keepsThoseWithTheLargestDay() throws IOException {
    assertThat(page(new Limits(3, 1000, 1_000_000)))
        .contains("\"T9\"", "\"T8\"", "\"T7\"", "\"tickersOfRun\":10")
        .doesNotContain("\"T6\"");
  }

  @Test
  void limitOfRows_countsTheDaysBetweenATickersBarsToo() throws IOException {
    assertThat(page(new Limits(10, 11, 1_000_000)))
        .contains("\"T9\"", "\"T8\"")
        .doesNotContain("\"T7\"");
    assertThat(page(new Limits(10, 12, 1_000_000))).contains("\"T7\"").doesNotContain("\"T6\"");
  }

  @Test
  void daysWithoutAShownBar_areLeftOut() throws IOException {
    assertThat(page(new Limits(1, 1000, 1_000_000))).contains("\"days\":[18267,18270]");
  }

  @Test
  void limitOfBytes_leavesOutTickersUntilThePageFits() throws IOException {
    int limit = 600;
    String page = page(new Limits(10, 1000, limit));
    int from = page.indexOf("id=\"run\">");
    int to = page.indexOf("</script>", page.indexOf("id=\"bars\">"));
    assertThat(to - from).isLessThan(limit + 80);
    assertThat(page).contains("\"T9\"").doesNotContain("\"T0\"");
  }

  @Test
  void oneTicker_isShownWhateverTheLimits() throws IOException {
    assertThat(page(new Limits(1, 1, 1))).contains("\"T9\"").doesNotContain("\"T8\"");
  }
}
