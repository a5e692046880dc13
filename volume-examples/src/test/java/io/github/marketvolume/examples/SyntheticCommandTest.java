package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code sp500 synthetic} writes. */
class SyntheticCommandTest {

  @TempDir private Path folder;

  private CommandLineRun synthetic(Path file, String... options) {
    List<String> all = new ArrayList<>(List.of("synthetic", "--output", file.toString()));
    all.addAll(List.of(options));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private Path written(String name, String from, String to) {
    Path file = folder.resolve(name);
    CommandLineRun run = synthetic(file, "--tickers", "12", "--from", from, "--to", to);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            file + ": SYNTHETIC market of 12 tickers, " + from + " to " + to + ", seed 2010\n");
    return file;
  }

  @Test
  @DisplayName("a run on the file has the rows of a run on the market itself")
  void same() throws IOException {
    Path file = written("new/all.csv", "2010-01-04", "2024-12-31");
    assertThat(file.getParent().toFile().list()).containsExactly("all.csv");
    List<String> rows = rowsOf("file", "--input", file.toString());
    assertThat(rows).isEqualTo(rowsOf("market", "--tickers", "12")).hasSizeGreaterThan(40_000);
  }

  private List<String> rowsOf(String name, String... options) {
    Path output = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of("run", "--output", output.toString()));
    all.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> rows = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select daily::varchar from '"
                    + output.resolve("ticker_daily")
                    + "/*.parquet' daily order by all")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  @Test
  @DisplayName("a month is the lines of that month, day by day")
  void month() throws IOException {
    List<String> quarter = Files.readAllLines(written("quarter.csv", "2024-10-01", "2024-12-31"));
    List<String> last = Files.readAllLines(written("last.csv", "2024-12-01", "2024-12-31"));
    assertThat(last.get(0)).isEqualTo("Date,Symbol,Adj Close,Close,High,Low,Open,Volume");
    assertThat(last.subList(1, last.size()))
        .isEqualTo(quarter.stream().filter(line -> line.startsWith("2024-12")).toList())
        .isSortedAccordingTo((one, other) -> one.substring(0, 10).compareTo(other.substring(0, 10)))
        .hasSize(21 * 12);
  }

  @Test
  @DisplayName("an existing file is replaced with --overwrite only")
  void existing() throws IOException {
    Path file = Files.writeString(folder.resolve("prices.csv"), "mine");
    CommandLineRun refused = synthetic(file, "--tickers", "1");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "sp500: "
                + file
                + " exists; add --overwrite to replace it, or choose another place with"
                + " --output\n");
    assertThat(file).hasContent("mine");
    assertThat(synthetic(file, "--tickers", "1", "--overwrite").exitCode()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(3775);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tickers | 0 | SyntheticMarket: 0 tickers; ask for 1 to 1000000",
        "--to | 2009-01-02 | SyntheticMarket: from 2010-01-04 is after to 2009-01-02; swap them",
      })
  @DisplayName("options that make no market are refused")
  void refused(String option, String value, String message) {
    CommandLineRun run = synthetic(folder.resolve("prices.csv"), option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("sp500: " + message + "; see sp500 synthetic --help\n");
  }
}
