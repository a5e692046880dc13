package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** A small market whose prices arrive in files, and comparisons of what is made of them. */
final class ArrivingPrices {

  static final String HEADER = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n";

  private static final int TICKERS = 52;

  private ArrivingPrices() {}

  /** The sessions from the beginning of 2021 on. */
  static List<LocalDate> sessions(int number) {
    return TradingCalendar.NYSE
        .sessions(LocalDate.parse("2021-01-04"), LocalDate.parse("2021-12-31"))
        .subList(0, number);
  }

  /**
   * The rows of a day, without a header; on each 64th session all volumes are ten times as high.
   */
  static String rows(LocalDate day) {
    StringBuilder rows = new StringBuilder();
    Random random = new Random(day.toEpochDay());
    boolean isShock = sessions(250).indexOf(day) % 64 == 63;
    for (int i = 0; i < TICKERS; i++) {
      long volume = (100_000 + random.nextInt(50_000)) * (isShock ? 10L : 1L);
      rows.append(day).append(",T").append(100 + i).append(",10,10,11,9,10,").append(volume);
      rows.append('\n');
    }
    return rows.toString();
  }

  /** The rows of some days, with a header. */
  static String file(List<LocalDate> days) {
    StringBuilder text = new StringBuilder(HEADER);
    days.forEach(day -> text.append(rows(day)));
    return text.toString();
  }

  /** Writes a file that was changed last so many seconds after the epoch: it has settled. */
  static void write(Path file, String text, long seconds) throws IOException {
    Path hidden = file.resolveSibling("." + file.getFileName());
    Files.writeString(hidden, text);
    Files.setLastModifiedTime(hidden, FileTime.from(Instant.ofEpochSecond(seconds)));
    Files.move(hidden, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Fails unless two folders of outputs have the same rows. */
  static void requireSame(Path one, Path other) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String name :
          List.of("ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks")) {
        String first = "SELECT * FROM read_parquet('" + one.resolve(name) + "/**/*.parquet')";
        String second = "SELECT * FROM read_parquet('" + other.resolve(name) + "/**/*.parquet')";
        assertThat(count(statement, first + " EXCEPT ALL " + second)).as(name + ": more").isZero();
        assertThat(count(statement, second + " EXCEPT ALL " + first)).as(name + ": less").isZero();
      }
    }
  }

  /** How many rows an output has. */
  static long rows(Path output, String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      return count(
          statement, "SELECT * FROM read_parquet('" + output.resolve(name) + "/**/*.parquet')");
    }
  }

  private static long count(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM (" + query + ")")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
