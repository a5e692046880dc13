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
            bytes("date,open,high,low,close,volume,Name\n"),
            " does not fit the kaggle layout: expected Date,Symbol,Open,High,Low,Close,Adj"
                + " Close,Volume; found date,open,high,low,close,volume,Name; it fits"
                + " the five-year layout"
                + MEND));
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
    Files.write(inputs.resolve("empty.csv"), bytes(""));
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

  private CommandLineRun runOver(Path input) {
    return run("--input", input.toString(), "--output", output.toString(), "--overwrite");
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
