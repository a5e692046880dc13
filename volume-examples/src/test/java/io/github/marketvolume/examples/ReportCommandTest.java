package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sp500 report} writes, and what it refuses. */
class ReportCommandTest {

  @TempDir private static Path runs;
  private static Path run;

  /** A run with enough tickers for shocks. */
  private static Path shocked;

  @TempDir private Path folder;

  @BeforeAll
  static void runOnce() {
    run = runs.resolve("run");
    runInto(run, "2020-01-02");
    shocked = runs.resolve("shocked");
    runInto(shocked, "2020-01-02", 60);
  }

  private static void runInto(Path output, String from) {
    runInto(output, from, 3);
  }

  private static void runInto(Path output, String from, int tickers) {
    CommandLineRun done =
        CommandLineRun.of(
            "run",
            "--tickers",
            tickers + "",
            "--from",
            from,
            "--to",
            "2020-12-31",
            "--output",
            output + "");
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  @Test
  void page_isOneFileThatHoldsEverything() throws IOException {
    Path page = folder.resolve("pages/report.html");
    CommandLineRun report = report(run, page);
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out())
        .isEqualTo(page + ": 3 tickers, 253 days, 0.1 MB" + System.lineSeparator());
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("Leon Sorokin", "THE SOFTWARE IS PROVIDED", "var uPlot=", "SYN000002")
        .contains("default-src 'none'")
        .doesNotContain("{{", "src=\"", "href=\"http", "@import");
    try (Stream<Path> files = Files.list(page.getParent())) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void page_isTheSameForTheSameRun() throws IOException {
    report(run, folder.resolve("one.html"));
    report(run, folder.resolve("two.html"));
    assertThat(folder.resolve("one.html")).hasSameTextualContentAs(folder.resolve("two.html"));
  }

  @Test
  void totalsBeyondTheWholeNumbersOfADouble_areThoseOfTheRun() throws IOException {
    assertReported(12, 40);
  }

  @Test
  void totalsBeyondALong_areMissingAndNoFault() throws IOException {
    assertReported(9_300, 2);
  }

  /** A run over tickers that trade as many shares as can be, on some days. */
  private void assertReported(int tickers, int days) throws IOException {
    StringBuilder prices = new StringBuilder("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
    for (int ticker = 0; ticker < tickers; ticker++) {
      for (int day = 0; day < days; day++) {
        prices.append(LocalDate.of(2020, 1, 6).plusDays(day / 5 * 7 + day % 5));
        prices.append(",T").append(ticker).append(",1,1,1,1,1,");
        prices.append(999_999_999_999_999L - ticker).append('\n');
      }
    }
    Path input = folder.resolve("prices.csv");
    Files.writeString(input, prices);
    Path output = folder.resolve("run");
    CommandLineRun done =
        CommandLineRun.of(
            "run", "--input", input + "", "--layout", "kaggle", "--output", output + "");
    assertThat(done.exitCode()).as(done.err()).isZero();
    CommandLineRun report = report(output, folder.resolve("report.html"));
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out())
        .contains(
            (tickers > 5_000 ? ": 5,000 of %,d tickers, %d days" : ": %,d tickers, %d days")
                .formatted(tickers, days));
  }

  @Test
  void help_saysWhatIsReadAndWritten() {
    CommandLineRun help = CommandLineRun.of("report", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("--input=DIR", "(default: sp500-out)", "(default: sp500-report.html)")
        .contains("Exit codes:", "Examples:");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void nameOfASource_cannotEndTheScriptItStandsIn() throws IOException {
    Path copy = copyOf(run);
    Path note = copy.resolve("run.json");
    Files.writeString(
        note, Files.readString(note).replace("SYNTHETIC market", "</script><b>market"));
    Path page = folder.resolve("report.html");
    assertThat(report(copy, page).exitCode()).isZero();
    assertThat(Files.readString(page)).contains("\\u003c/script>").doesNotContain("</script><b>");
  }

  @Test
  void missingFolder_isExitCode2() {
    Path absent = folder.resolve("absent");
    assertFails(
        report(absent, folder.resolve("report.html")),
        2,
        "there is no folder " + absent + "; give the folder that sp500 run has written");
  }

  @Test
  void folderOfSomethingElse_isExitCode2() {
    assertFails(
        report(folder, folder.resolve("report.html")),
        2,
        folder + " has no run.json; give the folder that sp500 run has written");
  }

  @Test
  void existingPage_isNotTouchedUnlessAskedFor() throws IOException {
    Path page = Files.writeString(folder.resolve("report.html"), "mine");
    assertFails(
        report(run, page),
        2,
        page + " exists; add --overwrite to replace it, or choose another place with --output");
    assertThat(page).hasContent("mine");
    assertFails(
        report(run, page, "--overwrite"),
        2,
        page
            + " is not replaced: it is not a page of sp500 report; choose another place with"
            + " --output");
    assertThat(page).hasContent("mine");

    Files.delete(page);
    assertThat(report(run, page).exitCode()).isZero();
    assertThat(report(run, page, "--overwrite").exitCode()).isZero();
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void folderAsPage_isExitCode2() {
    assertFails(report(run, folder), 2, folder + " is a folder; name a file with --output");
  }

  @Test
  void pageBelowAFile_isExitCode2() throws IOException {
    Path file = Files.createFile(folder.resolve("notes.txt"));
    assertFails(
        report(run, file.resolve("report.html")),
        2,
        file + " is not a folder; choose another place with --output");
  }

  @Test
  void runOfOtherColumns_isExitCode1() throws IOException {
    Path copy = copyOf(run);
    replace(copy.resolve("ticker_daily"), run.resolve("rejected"));
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy.resolve("ticker_daily")
            + " has no column trade_date; give the folder that sp500 run has written");
  }

  /** Of what a run wrote that was cut short, or of folders that were copied together. */
  @Test
  void filesOfAnotherRun_areExitCode1EvenWithTheSameRows() throws IOException {
    Path other = folder.resolve("other");
    runInto(other, "2020-01-02");
    Path copy = copyOf(run);
    replace(copy.resolve("leaderboard"), other.resolve("leaderboard"));
    CommandLineRun report = report(copy, folder.resolve("report.html"));
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.err())
        .containsPattern(
            "leaderboard was written by run [0-9a-f-]{36}, and run.json tells of run"
                + " [0-9a-f-]{36}; run again with --overwrite\\R$");
  }

  /** Files of version 0.1 do not name their run; what they hold tells. */
  @Test
  void outputsOfTwoRuns_areExitCode1() throws Exception {
    Path other = folder.resolve("other");
    runInto(other, "2020-02-03");
    Path copy = copyOf(run);
    Path unnamed = Files.createDirectory(folder.resolve("unnamed"));
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "copy (from '%s/market_daily/*.parquet') to '%s/part-0.parquet'"
              .formatted(other, unnamed));
    }
    replace(copy.resolve("market_daily"), unnamed);
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy.resolve("market_daily")
            + " and ticker_daily are not of the same run: they differ for 2020-01-02; run again"
            + " with --overwrite");
  }

  @Test
  void shocks_areInThePageWithTheirSentences() throws Exception {
    Path page = folder.resolve("report.html");
    assertThat(report(shocked, page).exitCode()).isZero();
    assertThat(Files.readString(page))
        .contains(
            "\"shocks\":[{\"start\":18320,\"end\":18340,\"peak\":18324,\"sessions\":15,"
                + "\"flagged\":11,\"open\":false,\"level\":\"SEVERE\",",
            "SEVERE from 2020-02-28 to 2020-03-19, 11 of 15 sessions flagged, rank 1 of 3: on the"
                + " peak, 2020-03-03, the median ticker scored 2.74",
            "{\"name\":\"WATCH\",\"from\":0.55},{\"name\":\"SHOCK\",\"from\":1.1},",
            "\"threshold\":1.1,\"minTickers\":50");
  }

  @Test
  void nameOfATicker_cannotEndTheScriptItStandsIn() throws Exception {
    Path copy = copyOf(shocked);
    rewrite(copy, "shocks", "SELECT * REPLACE ('</script><b>' AS peak_foremost_ticker) FROM t");
    Path page = folder.resolve("report.html");
    assertThat(report(copy, page).exitCode()).isZero();
    assertThat(Files.readString(page))
        .contains("\\u003c/script>\\u003cb> stood out most")
        .doesNotContain("</script><b>");
  }

  @Test
  void runOfAnEarlierVersion_hasNoShocksAndIsNoFault() throws Exception {
    Path copy = copyOf(shocked);
    rewrite(
        copy,
        "market_daily",
        "SELECT * EXCLUDE (day_kind, shock_score, breadth_2, breadth_3_5, level) FROM t");
    rewrite(copy, "anomalies", "SELECT * EXCLUDE (stock_specific_score) FROM t");
    remove(copy.resolve("shocks"));
    Path page = folder.resolve("report.html");
    CommandLineRun report = report(copy, page);
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(Files.readString(page))
        .contains("\"ownScores\":false}")
        .doesNotContain("\"shockRule\"", "\"shocks\":");
  }

  @Test
  void shocksThatAreMissing_areExitCode1() throws Exception {
    Path copy = copyOf(shocked);
    remove(copy.resolve("shocks"));
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy
            + " has no shocks, which the run that wrote its market_daily wrote too; run again with"
            + " --overwrite");
  }

  @Test
  void shocksBesideDaysWithoutScores_areExitCode1() throws Exception {
    Path copy = copyOf(shocked);
    rewrite(copy, "market_daily", "SELECT * EXCLUDE (shock_score) FROM t");
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy.resolve("market_daily")
            + " has no column shock_score; give the folder that sp500 run has written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shocks", "anomalies"})
  void shocksOrAnomaliesOfAnotherRun_areExitCode1(String output) throws IOException {
    Path other = folder.resolve("other");
    runInto(other, "2020-01-02", 60);
    Path copy = copyOf(shocked);
    replace(copy.resolve(output), other.resolve(output));
    CommandLineRun report = report(copy, folder.resolve("report.html"));
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.err())
        .containsPattern(output + " was written by run [0-9a-f-]{36}, and run.json tells of run");
  }

  /** Files that do not name their run, as those that another program has copied. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shocks | SELECT * FROM t WHERE start_date <> '2020-10-20' | market_daily | 2020-10-20",
        "shocks | SELECT * REPLACE (sessions + 1 AS sessions) FROM t | market_daily | 2020-02-28",
        "shocks | SELECT * REPLACE (flagged_days + 1 AS flagged_days) FROM t | market_daily"
            + " | 2020-02-28",
        "shocks | SELECT * REPLACE (peak_shock_score + 1 AS peak_shock_score) FROM t"
            + " | market_daily | 2020-02-28",
        "shocks | SELECT * REPLACE ('SHOCK' AS peak_level) FROM t | market_daily | 2020-02-28",
        "shocks | SELECT * REPLACE (start_date - 1 AS start_date, end_date - 1 AS end_date) FROM t"
            + " | market_daily | 2020-02-27",
        "anomalies | SELECT * FROM t WHERE trade_date <> '2020-03-03' | ticker_daily | 2020-03-03",
        "anomalies | SELECT * REPLACE (modified_z_60 + 1 AS modified_z_60) FROM t WHERE trade_date"
            + " > '2020-03-02' UNION ALL SELECT * FROM t WHERE trade_date <= '2020-03-02'"
            + " | ticker_daily | 2020-03-03",
      })
  void shocksOfOtherDays_areExitCode1(String output, String query, String other, String day)
      throws Exception {
    Path copy = copyOf(shocked);
    rewrite(copy, output, query);
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy.resolve(output)
            + " and %s are not of the same run: they differ for %s; run again with --overwrite"
                .formatted(other, day));
  }

  @Test
  void folderWithoutParquet_isExitCode1() throws IOException {
    Path copy = copyOf(run);
    replace(copy.resolve("ticker_daily"), Files.createDirectory(folder.resolve("nothing")));
    assertFails(
        report(copy, folder.resolve("report.html")),
        1,
        copy.resolve("ticker_daily")
            + " has no Parquet file; give the folder that sp500 run has written");
  }

  @Test
  void brokenParquet_isOneLineAndExitCode1() throws IOException {
    Path copy = copyOf(run);
    Path broken = copy.resolve("ticker_daily");
    replace(broken, Files.createDirectory(folder.resolve("nothing")));
    Files.writeString(broken.resolve("part-0.parquet"), "no Parquet");
    CommandLineRun report = report(copy, folder.resolve("report.html"));
    assertThat(report.errorLines()).startsWith("sp500: " + broken + " cannot be read: ");
    assertThat(report.errorLines().lines()).hasSize(1);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void runWithoutBars_isExitCode1() {
    Path empty = folder.resolve("empty");
    CommandLineRun.of("run", "--tickers", "1", "--from", "2040-01-01", "--output", empty + "");
    assertFails(
        report(empty, folder.resolve("report.html")),
        1,
        empty.resolve("ticker_daily") + " has no rows, and so nothing to report");
  }

  private static CommandLineRun report(Path input, Path output, String... more) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("report", "--input", input + "", "--output", output + ""),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void assertFails(CommandLineRun run, int exitCode, String message) {
    assertThat(run.errorLines()).isEqualTo("sp500: " + message + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private Path copyOf(Path original) throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(original.relativize(file).toString()));
      }
    }
    return copy;
  }

  /** Writes an output again, as a query has it from the table t, without the name of the run. */
  private static void rewrite(Path run, String output, String query) throws Exception {
    Path folder = run.resolve(output);
    Path written = run.resolve("rewritten.parquet");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("create view t as from '%s/*.parquet'".formatted(folder));
      statement.execute("copy (%s) to '%s'".formatted(query, written));
    }
    remove(folder);
    Files.createDirectory(folder);
    Files.move(written, folder.resolve("part-0.parquet"));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void replace(Path output, Path other) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(other)) {
      for (Path file : files.toList()) {
        Files.copy(file, output.resolve(file.getFileName().toString()));
      }
    }
  }
}
