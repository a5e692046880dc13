package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that fail on their input: one line, exit code 1, and the earlier output as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Sp500FailureContract {

  private static final String HEADER = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n";
  private static final String YAHOO_HEADER = "Date,Open,High,Low,Close,Adj Close,Volume\n";
  private static final String MEND = "; mend or remove it, or quarantine unreadable files";

  private final List<String> engine;
  private Path output;
  private Path inputs;
  private FolderSnapshot before;

  /**
   * Runs on one engine.
   *
   * @param engine the options that choose it
   */
  Sp500FailureContract(String... engine) {
    this.engine = List.of(engine);
  }

  private CommandLineRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.addAll(engine);
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  @BeforeAll
  void runEarlier(@TempDir Path folder) {
    output = folder;
    CommandLineRun earlier =
        run("--tickers", "2", "--from", "2024-12-01", "--output", output.toString());
    assertThat(earlier.errorLines()).isEmpty();
    assertThat(earlier.exitCode()).isZero();
  }

  @BeforeEach
  void rememberOutput(@TempDir Path folder) {
    inputs = folder;
    before = FolderSnapshot.of(output);
    assertThat(before.digests()).hasSizeGreaterThan(5);
  }

  @AfterEach
  void outputIsAsItWas() {
    assertThat(FolderSnapshot.of(output)).isEqualTo(before);
  }

  static Stream<Arguments> unfitFiles() {
    return Stream.of(
        arguments(
            "page.csv",
            bytes("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"),
            " is a web page or XML, not CSV" + MEND),
        arguments(
            "error.csv",
            bytes("{\"Error Message\": \"Invalid API call.\"}\n"),
            " is a JSON text, not CSV" + MEND),
        arguments("empty.csv", bytes(""), " is empty" + MEND),
        arguments("cut.csv.gz", cutGzip(), " is cut off: its gzip stream ends early" + MEND),
        arguments(
            "other.csv",
            bytes("day,open,high,low,close,shares\n"),
            " fits no layout: found day,open,high,low,close,shares; expected Date,Symbol,Volume"
                + " (kaggle) or Date,Volume (yahoo) or timestamp,volume (alphavantage) or"
                + " date,Name,volume (five-year)"
                + MEND));
  }

  @Test
  void headerOfAnotherLayout_failsTheRun() throws IOException {
    Path file =
        Files.writeString(inputs.resolve("x.csv"), "date,open,high,low,close,volume,Name\n");
    CommandLineRun run = runOver(file, "--layout", "kaggle");
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: "
                + file
                + " does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found date,open,high,low,close,volume,Name; it fits the"
                + " five-year layout"
                + MEND
                + "\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void wrongLayout_failsTheRun() throws IOException {
    Path file =
        Files.writeString(
            inputs.resolve("prices.csv"),
            HEADER + "2020-01-02,A,1,1,1,1,1,5\n2020-01-02,B,2,2,2,2,2,6\n");
    CommandLineRun run = runOver(file, "--layout", "yahoo");
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: "
                + file
                + " (CSV, yahoo layout): 2 of 2 rows were rejected, more than the 50 % allowed;"
                + " commonest reason: bars-do-not-conflict (2 rows), such as "
                + file
                + ":2: 2 bars of prices on 2020-01-02 differ; the header of "
                + file
                + " fits the kaggle layout better; mend the input, or allow more by"
                + " --max-rejected\n");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void everyRowRejected_failsTheRunWhateverIsAllowed() throws IOException {
    Path file =
        Files.writeString(
            inputs.resolve("AAPL.csv"), YAHOO_HEADER + "2024-01-02 00:00:00-05:00,1,1,1,1,1,5\n");
    String reason =
        "; commonest reason: date-is-valid (1 row), such as "
            + file
            + ":2: Date \"2024-01-02 00:00:00-05:00\" is not a date of the form uuuu-MM-dd; mend"
            + " the input";
    CommandLineRun run = runOver(file, "--layout", "yahoo");
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: "
                + file
                + " (CSV, yahoo layout): 1 of 1 rows were rejected, more than the 50 % allowed"
                + reason
                + ", or allow more by --max-rejected\n");
    assertThat(run.exitCode()).isEqualTo(1);
    CommandLineRun allowed = runOver(file, "--max-rejected", "100%");
    assertThat(allowed.errorLines())
        .isEqualTo(
            "sp500: "
                + file
                + " (CSV, yahoo layout): no bar was accepted, 1 of 1 rows were rejected"
                + reason
                + "\n");
    assertThat(allowed.exitCode()).isEqualTo(1);
  }

  @Test
  void oneBadFile_failsTheRunUnlessAllowed(@TempDir Path elsewhere) throws IOException {
    Files.writeString(inputs.resolve("A.csv"), YAHOO_HEADER + rows("2020-01-%02d", 20));
    Path bad = Files.writeString(inputs.resolve("B.csv"), YAHOO_HEADER + rows("%d Jan 2020", 3));
    CommandLineRun run = runOver(inputs);
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: "
                + bad
                + ": all of its 3 rows were rejected; commonest reason: date-is-valid (3 rows),"
                + " such as "
                + bad
                + ":2: Date \"1 Jan 2020\" is not a date of the form uuuu-MM-dd; mend the input,"
                + " or allow more by --max-rejected\n");
    assertThat(run.exitCode()).isEqualTo(1);

    CommandLineRun strict = runOver(inputs, "--max-rejected", "13%");
    assertThat(strict.errorLines())
        .startsWith(
            "sp500: "
                + inputs
                + " (CSV, yahoo layout): 3 of 23 rows were rejected, more than the 13 % allowed; ")
        .hasLineCount(1);
    assertThat(strict.exitCode()).isEqualTo(1);

    CommandLineRun allowed =
        run(
            "--input",
            inputs.toString(),
            "--max-rejected",
            "13.1%",
            "--output",
            elsewhere.toString());
    assertThat(allowed.errorLines()).isEmpty();
    assertThat(allowed.exitCode()).isZero();
    assertThat(allowed.err()).contains("  layout: yahoo\n");
    assertThat(allowed.out()).containsPattern("rejected +3  date-is-valid");
    assertThat(elsewhere.resolve("run.json")).content().contains("(CSV, yahoo layout)");
  }

  @Test
  void filesOfTwoLayouts_areNamed() throws IOException {
    Path a = Files.writeString(inputs.resolve("a.csv"), HEADER + "2020-01-02,A,1,1,1,1,1,5\n");
    Path b = Files.writeString(inputs.resolve("b.csv"), YAHOO_HEADER + rows("2020-01-%02d", 2));
    CommandLineRun run = runOver(inputs);
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: "
                + a
                + " fits the kaggle layout, and "
                + b
                + " the yahoo layout; give files of one layout at a time\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void rawVolumesOfAdjustedPrices_areMisuse() throws IOException {
    Path file = Files.writeString(inputs.resolve("a.csv"), HEADER + "2020-01-02,A,1,1,1,1,1,5\n");
    CommandLineRun run = runOver(file, "--raw");
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: --raw needs prices as traded, with --layout alphavantage; see sp500 run"
                + " --help\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void layoutWithSplits_isFound(@TempDir Path elsewhere) throws IOException {
    Path file =
        Files.writeString(
            inputs.resolve("IBM.csv"),
            "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient"
                + "\n2020-01-03,1,1,1,1,1,50,0,2\n2020-01-02,2,2,2,2,1,25,0,1\n");
    CommandLineRun run =
        run("--input", file.toString(), "--layout", "auto", "--output", elsewhere.toString());
    assertThat(run.errorLines()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("  layout: alphavantage\n");
    assertThat(elsewhere.resolve("run.json"))
        .content()
        .contains("alphavantage layout), raw", "adjust volumes and prices for splits");
  }

  private static String rows(String date, int days) {
    StringBuilder rows = new StringBuilder();
    for (int day = 1; day <= days; day++) {
      rows.append(String.format(Locale.ROOT, date, day)).append(",1,1,1,1,1,5\n");
    }
    return rows.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unfitFiles")
  void unfitFile_failsTheRun(String name, byte[] content, String message) throws IOException {
    Path file = Files.write(inputs.resolve(name), content);
    CommandLineRun run = runOver(file);
    assertThat(run.errorLines()).isEqualTo("sp500: " + file + message + "\n");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void fileWithoutPermission_failsTheRun() throws IOException {
    Path file =
        Files.writeString(inputs.resolve("secret.csv"), HEADER + "2020-01-02,A,1,1,1,1,1,5\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");
    CommandLineRun run = runOver(file);
    assertThat(run.errorLines()).startsWith("sp500: " + file).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void folderWithoutFiles_failsTheRun() {
    CommandLineRun run = runOver(inputs);
    assertThat(run.errorLines())
        .isEqualTo(
            "sp500: there is no file at "
                + inputs
                + "; give a file, a folder with files, or a glob\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void unfitFile_canBeQuarantined(@TempDir Path elsewhere) throws IOException {
    Files.write(inputs.resolve("error.csv"), bytes("{}"));
    Files.writeString(inputs.resolve("good.csv"), HEADER + "2020-01-02,A,1,1,1,1,1,5\n");
    CommandLineRun run =
        run(
            "--input",
            inputs.toString(),
            "--quarantine-unreadable",
            "--output",
            elsewhere.toString());
    assertThat(run.errorLines()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("rejected +1  file-is-readable");
  }

  private CommandLineRun runOver(Path input, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--input", input.toString(), "--output", output.toString(), "--overwrite"));
    all.addAll(List.of(options));
    return run(all.toArray(String[]::new));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] cutGzip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(bytes(HEADER));
      for (int i = 0; i < 1000; i++) {
        gzip.write(bytes("2020-01-02,T" + i + ",1,1,1,1,1," + i * 7919 + "\n"));
      }
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
  }
}
