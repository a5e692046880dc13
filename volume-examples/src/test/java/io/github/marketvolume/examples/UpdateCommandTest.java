package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sp500 update} and {@code sp500 state} do, and what they refuse. */
class UpdateCommandTest {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 2);
  private static final LocalDate LAST = LocalDate.of(2020, 4, 16);
  private static final LocalDate LAST_BUT_ONE = LAST.minusDays(1);

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void output() throws IOException {
    folder = folder.toRealPath();
    output = folder.resolve("out");
  }

  /** A file with the prices of four tickers; of some days, another volume. */
  private Path prices(LocalDate from, LocalDate to, String... changed) {
    StringBuilder text = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    from.datesUntil(to.plusDays(1))
        .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
        .forEach(
            date -> {
              for (int ticker = 0; ticker < 4; ticker++) {
                long mixed = (date.toEpochDay() * 7_919 + ticker * 104_729L) % 1_009;
                String key = date + ",T" + ticker;
                long volume = List.of(changed).contains(key) ? 50_000_000 : 1_000 + mixed * mixed;
                double price = 50 + mixed / 100.0;
                text.append(key).append((',' + "" + price).repeat(5));
                text.append(',').append(volume).append('\n');
              }
            });
    try {
      return Files.writeString(Files.createTempFile(folder, "prices", ".csv"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandLineRun sp500(String action, Path input, Path into, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(action, "--input", input + "", "--layout", "kaggle", "--output", into + ""));
    all.addAll(List.of(options));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private CommandLineRun done(String action, Path input, Path into, String... options) {
    CommandLineRun run = sp500(action, input, into, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static List<String> rows(Path files) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery("FROM '" + files + "/*.parquet' ORDER BY ALL")) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails unless the outputs are those of one run over a file. */
  private void requireThoseOf(Path all, String... options) {
    Path whole = folder.resolve("of " + all.getFileName());
    done("run", all, whole, options);
    for (String name : Sp500Pipeline.outputNames()) {
      assertThat(rows(output.resolve(name))).as(name).isEqualTo(rows(whole.resolve(name)));
    }
    assertThat(rows(output.resolve("ticker_daily"))).isNotEmpty();
  }

  @Test
  @DisplayName("a new day, with the months before as they were")
  void newDay() throws IOException {
    done("run", prices(FIRST, LAST_BUT_ONE), output, "--no-hindsight");
    Path march = output.resolve("ticker_daily/2020-03.parquet");
    Object inode = Files.getAttribute(march, "unix:ino");
    CommandLineRun update = done("update", prices(LAST, LAST), output, "--no-hindsight");
    assertThat(update.out())
        .contains("new bars", "corrected bars", "report: " + output.resolve("run.json"));
    assertThat(Files.getAttribute(march, "unix:ino")).isEqualTo(inode);
    requireThoseOf(prices(FIRST, LAST), "--no-hindsight");
  }

  @Test
  @DisplayName("by default days are ranked in hindsight, and the outputs with ranks computed again")
  void hindsight() {
    done("run", prices(FIRST, LAST_BUT_ONE), output);
    done("update", prices(LAST, LAST), output);
    requireThoseOf(prices(FIRST, LAST));
    Path corrected = prices(LocalDate.of(2020, 3, 2), LAST, "2020-03-10,T2", "2020-04-01,T0");
    done("update", corrected, output);
    done("update", corrected, output);
    Path all = prices(FIRST, LAST, "2020-03-10,T2", "2020-04-01,T0");
    requireThoseOf(all);
  }

  @Test
  @DisplayName("the same prices again change nothing")
  void nothingNew() {
    Path prices = prices(FIRST, LAST);
    done("run", prices, output, "--no-hindsight");
    FolderSnapshot before = FolderSnapshot.of(output);
    CommandLineRun update = done("update", prices, output, "--no-hindsight");
    assertThat(update.out())
        .contains("nothing is new; the report stays: " + output.resolve("run.json"));
    assertThat(FolderSnapshot.of(output)).isEqualTo(before);
  }

  @Test
  @DisplayName("--complete removes what the input no longer has")
  void complete() throws IOException {
    done("run", prices(FIRST, LAST), output, "--no-hindsight");
    Path april = prices(LocalDate.of(2020, 4, 1), LAST);
    Files.write(
        april,
        Files.readAllLines(april).stream()
            .filter(line -> !line.startsWith("2020-04-08,T3"))
            .toList());
    done("update", april, output, "--no-hindsight");
    assertThat(rows(output.resolve("bars"))).anyMatch(row -> row.contains("2020-04-08|T3"));
    CommandLineRun update = done("update", april, output, "--no-hindsight", "--complete");
    assertThat(update.out()).contains("removed bars");
    assertThat(rows(output.resolve("bars"))).noneMatch(row -> row.contains("2020-04-08|T3"));
  }

  @Test
  @DisplayName("options that the run did not have are refused, and taken with --rebuild")
  void otherOptions() {
    done("run", prices(FIRST, LAST_BUT_ONE), output, "--no-hindsight");
    FolderSnapshot before = FolderSnapshot.of(output);
    Path last = prices(LAST, LAST);
    CommandLineRun refused = sp500("update", last, output);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errorLines())
        .matches(
            "sp500: \\S+/out is of another plan than this pipeline's, or of other options, by"
                + " run \\S+; rebuild, which computes all outputs again from the kept bars, or give"
                + " that plan\\R");
    assertThat(FolderSnapshot.of(output)).isEqualTo(before);
    done("update", last, output, "--rebuild");
    requireThoseOf(prices(FIRST, LAST));
  }

  @Test
  @DisplayName("a folder without a run cannot be updated")
  void noLedger() {
    CommandLineRun refused = sp500("update", prices(LAST, LAST), output);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errorLines())
        .isEqualTo(
            "sp500: "
                + output
                + " has no ledger of a run to update; sp500 run makes one, unless it runs on Spark"
                + " or by way of a lake\n");
    assertThat(output).doesNotExist();
    CommandLineRun state = CommandLineRun.of("state", "show", output + "");
    assertThat(state.exitCode()).isEqualTo(2);
    assertThat(state.errorLines())
        .isEqualTo(
            "sp500: "
                + output
                + " has no ledger of a run; sp500 run makes one, unless it runs on Spark or by way"
                + " of a lake\n");
  }

  @Test
  @DisplayName("what a killed first run left is no run to update")
  void killedFirstRun() throws IOException {
    String left = ".ledger.00000000-0000-4000-8000-000000000000-0123456789abcdef.staged";
    Files.createDirectories(output.resolve(left));
    CommandLineRun refused = sp500("update", prices(LAST, LAST), output, "--no-hindsight");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errorLines())
        .isEqualTo(
            "sp500: "
                + output
                + " has no ledger of a run to update; run over the whole history first\n");
    for (String name : Sp500Pipeline.outputNames()) {
      assertThat(output.resolve(name)).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--output out|an update needs --input, the new prices",
        "--input x.csv --lake gs://lake|--lake is for sp500 run, which goes over all prices of a"
            + " lake",
        "--input x.csv --runner spark|an update needs --runner local"
      })
  @DisplayName("options that an update cannot have are bad usage")
  void misuse(String line) {
    String[] parts = line.split("\\|", -1);
    CommandLineRun refused = CommandLineRun.of(("update " + parts[0]).split(" "));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errorLines())
        .isEqualTo("sp500: " + parts[1] + "; see sp500 update --help\n");
  }

  @Test
  @DisplayName("sp500 run --overwrite starts over, and can be updated")
  void startsOver() {
    done("run", prices(FIRST, LAST), output);
    CommandLineRun refused = sp500("run", prices(FIRST, LAST), output);
    assertThat(refused.exitCode()).isEqualTo(2);
    done("run", prices(FIRST, LAST_BUT_ONE), output, "--no-hindsight", "--overwrite");
    done("update", prices(LAST, LAST), output, "--no-hindsight");
    requireThoseOf(prices(FIRST, LAST), "--no-hindsight");
  }

  @Test
  @DisplayName("state show tells days, runs and what is kept")
  void stateShow() {
    done("run", prices(FIRST, LAST_BUT_ONE), output, "--no-hindsight");
    done("update", prices(LAST, LAST), output, "--no-hindsight");
    CommandLineRun state = CommandLineRun.of("state", "show", output + "");
    assertThat(state.exitCode()).isZero();
    assertThat(state.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("first day 2020-01-02", "last day 2020-04-16", "incomplete days none")
        .contains("states before 2020-02-01, 2020-03-01, 2020-04-01")
        .anyMatch(line -> line.matches("\\S+ \\S+ 4 0 0 0 0 \\S+ \\(CSV, kaggle layout\\)"))
        .anyMatch(line -> line.matches("2020-04-16 complete 4 \\S+"));
    assertThat(state.errorLines()).isEmpty();
  }

  @Test
  @DisplayName("of an updated folder a report can be made, but not with a file of another run")
  void report() throws IOException {
    done("run", prices(FIRST, LAST_BUT_ONE), output, "--no-hindsight");
    done("update", prices(LAST, LAST), output, "--no-hindsight");
    Path page = folder.resolve("page.html");
    CommandLineRun report =
        CommandLineRun.of("report", "--input", output + "", "--output", page + "", "--overwrite");
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).contains(": 4 tickers, 76 days");
    Path other = folder.resolve("other");
    done("run", prices(FIRST, LAST), other, "--no-hindsight");
    Path january = output.resolve("ticker_daily/2020-01.parquet");
    Files.delete(january);
    Files.copy(other.resolve("ticker_daily/2020-01.parquet"), january);
    CommandLineRun refused =
        CommandLineRun.of("report", "--input", output + "", "--output", page + "", "--overwrite");
    assertThat(refused.exitCode()).isOne();
    assertThat(refused.errorLines())
        .matches(
            "sp500: \\S+/out/ticker_daily was written by run \\S+, and run.json tells of run \\S+;"
                + " run again with --overwrite\\R");
  }

  @Test
  @DisplayName("help has the options and exit codes")
  void help() {
    for (String[] command : new String[][] {{"update", "--help"}, {"state", "show", "--help"}}) {
      CommandLineRun help = CommandLineRun.of(command);
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains("Exit codes:");
      assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }
    assertThat(CommandLineRun.of("update", "--help").out())
        .contains("--complete", "--rebuild", "--no-hindsight", "Examples:");
  }
}
