package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says before any engine is started. */
class Sp500UsageTest {

  @TempDir private Path folder;

  @Test
  void help_leadsToTheRun() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: sp500 [-hV] [--stacktrace] COMMAND", "sp500 run --help");
  }

  @Test
  void runHelp_saysWhatIsReadDoneAndWritten() {
    CommandLineRun run = CommandLineRun.of("run", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "--input=FILE|DIR|GLOB",
            "auto, kaggle, yahoo, alphavantage,",
            "--max-rejected=SHARE",
            "--calendar=CALENDAR",
            "--fractional-volume=HOW",
            "(default: sp500-out)",
            "SYNTHETIC",
            "Exit codes:",
            "Examples:")
        .contains(Sp500Pipeline.outputNames());
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void version_isOneLine() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).matches("sp500 \\S.*\\R");
  }

  static Stream<Arguments> misuses() {
    return Stream.of(
        arguments(List.of(), "Missing required subcommand; see sp500 --help"),
        arguments(List.of("walk"), "Unmatched argument at index 0: 'walk'; see sp500 --help"),
        arguments(List.of("run", "--fast"), "Unknown option: '--fast'; see sp500 run --help"),
        arguments(
            List.of("run", "--from", "1/2/2020"),
            "Invalid value for option '--from': '1/2/2020' is not a date such as 2010-01-31; see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--from", "2020-01-02", "--to", "2020-01-01"),
            "the date range 2020-01-02 to 2020-01-01 is empty: the first date is after the last;"
                + " swap them"),
        arguments(
            List.of("run", "--input"),
            "Missing required parameter for option '--input' at index 0 (FILE|DIR|GLOB); see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--input", "absent.csv"),
            "Invalid value for option '--input': there is no file absent.csv; see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--input", "absent/*.csv"),
            "Invalid value for option '--input': there is no file absent/*.csv; see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--input", ".", "--layout", "excel"),
            "Invalid value for option '--layout': 'excel' is not known; give auto or kaggle or"
                + " yahoo or alphavantage or five-year; see sp500 run --help"),
        arguments(
            List.of("run", "--calendar", "NYSE"),
            "Invalid value for option '--calendar': 'NYSE' is not known; give nyse or data or none;"
                + " see sp500 run --help"),
        arguments(
            List.of("run", "--calendar"),
            "Missing required parameter for option '--calendar' (CALENDAR); see sp500 run --help"),
        arguments(
            List.of("run", "--fractional-volume", "floor"),
            "Invalid value for option '--fractional-volume': 'floor' is not known; give reject or"
                + " round or keep; see sp500 run --help"),
        arguments(
            List.of("shocks", "--calendar", "nyse", "--output", "out"),
            "Unknown options: '--calendar', 'nyse'; see sp500 shocks --help"),
        arguments(
            List.of("run", "--layout", "yahoo"), "--layout needs --input; see sp500 run --help"),
        arguments(
            List.of("run", "--input", ".", "--from", "2020-01-02", "--to", "2020-01-01"),
            "the date range 2020-01-02 to 2020-01-01 is empty: the first date is after the last;"
                + " swap them"),
        notAShare("5"),
        notAShare("1 %"),
        notAShare("101%"),
        notAShare("-1%"),
        notAShare("0,5%"),
        notAShare("half"),
        arguments(
            List.of("run", "--quarantine-unreadable"),
            "--quarantine-unreadable needs --input; see sp500 run --help"),
        arguments(
            List.of("run", "--keep-last"),
            "--keep-last needs --input, whose rows have an order; see sp500 run --help"),
        arguments(
            List.of("run", "--tickers", "0"),
            "Invalid value for option '--tickers': SyntheticMarket: 0 tickers; ask for 1 to"
                + " 1000000; see sp500 run --help"),
        arguments(
            List.of("run", "--tickers", "5", "--input", "."),
            "--tickers is for the synthetic market, and --input was given; see sp500 run --help"),
        arguments(
            List.of("run", "--runner", "abacus"),
            "Invalid value for option '--runner': 'abacus' is not known; give local or spark;"
                + " see sp500 run --help"),
        arguments(
            List.of("run", "--runner", "spark", "--master", "locals"),
            "Invalid value for option '--master': 'locals' is not a Spark master such as local[2]"
                + " or spark://HOST:7077; see sp500 run --help"),
        arguments(
            List.of("run", "--master", "local[2]"),
            "--master needs --runner spark; see sp500 run --help"),
        arguments(
            List.of("run", "--runner", "spark", "--threads", "2"),
            "--threads needs --runner local; for Spark give --master local[N]; see sp500 run"
                + " --help"),
        arguments(
            List.of("run", "--runner", "spark", "--memory", "2g"),
            "--memory needs --runner local; see sp500 run --help"),
        arguments(
            List.of("run", "--threads", "0"),
            "Invalid value for option '--threads': a run needs a thread at least, not 0; see sp500"
                + " run --help"),
        arguments(
            List.of("run", "--memory", "much"),
            "Invalid value for option '--memory': 'much' is not a size such as 512m or 2g; see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--memory", "1m"),
            "Invalid value for option '--memory': a run needs 64 MB of memory at least, not 1048576"
                + " bytes; see sp500 run --help"),
        arguments(
            List.of("run", "--warehouse", "market"),
            "Invalid value for option '--warehouse': 'market' is not a dataset of BigQuery such as"
                + " my-project.market; see sp500 run --help"),
        arguments(
            List.of("run", "--lake", "/data/lake"),
            "Invalid value for option '--lake': '/data/lake' is not a place in Cloud Storage such"
                + " as gs://my-lake; see sp500 run --help"),
        arguments(
            List.of("run", "--input", "https://example.org/prices.csv"),
            "Invalid value for option '--input': a URL needs --lake, which keeps the download; see"
                + " sp500 run --help"),
        arguments(
            List.of("run", "--output", "s3://bucket/out"),
            "Invalid value for option '--output': s3://bucket/out is neither a folder nor a place"
                + " in Cloud Storage; see sp500 run --help"));
  }

  private static Arguments notAShare(String value) {
    return arguments(
        List.of("run", "--input", ".", "--max-rejected", value),
        "Invalid value for option '--max-rejected': '"
            + value
            + "' is not a share of rows from 0 to 100%, such as 1% or 0.5%; see sp500 run --help");
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void misuse_isOneLineAndExitCode2(List<String> args, String message) {
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.err()).isEqualTo("sp500: " + message + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--output=gs://bucket/out", "--warehouse=p.market"})
  void theCloudWithoutItsJar_isOneLine(String option) {
    CommandLineRun run = CommandLineRun.of("run", "--tickers", "3", option);
    assertThat(run.err())
        .isEqualTo(
            "sp500: Google Cloud needs volume-gcp and its libraries, which are not on the class"
                + " path; start with volume-examples/bin/sp500, or give volume-gcp's shaded jar to"
                + " spark-submit --jars"
                + System.lineSeparator());
    assertThat(run.exitCode()).isNotZero();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void existingOutput_isNotTouchedUnlessAskedFor(String output) throws IOException {
    Path existing = Files.createDirectory(folder.resolve(output));
    CommandLineRun run = CommandLineRun.of("run", "--output", folder.toString());
    assertThat(run.err())
        .isEqualTo(
            "sp500: "
                + existing
                + " exists; add --overwrite to replace it, or choose another place with --output"
                + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(2);
  }

  static Stream<String> outputs() {
    return Stream.concat(Sp500Pipeline.outputNames().stream(), Stream.of("run.json"));
  }

  @Test
  void outputBelowAFile_isRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("notes.txt"));
    CommandLineRun run = CommandLineRun.of("run", "--output", file.resolve("out").toString());
    assertThat(run.err())
        .isEqualTo(
            "sp500: "
                + file
                + " is not a folder; choose another place with --output"
                + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void stacktrace_isShownOnlyOnDemand() {
    CommandLineRun run =
        CommandLineRun.of("run", "--from", "2020-01-02", "--to", "2020-01-01", "--stacktrace");
    assertThat(run.err())
        .contains("InvalidPlanException")
        .contains("at io.github.marketvolume.examples.Prices.published(");
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
