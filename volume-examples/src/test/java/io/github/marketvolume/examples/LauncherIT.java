package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code bin/sp500} as its users start it, with what the machine may do to it. */
class LauncherIT {

  private static final Path COMMAND = Path.of("bin", "sp500").toAbsolutePath();

  @TempDir private Path work;

  private Path logs;

  /** Leaves nothing to be prepared, and so to be said, for the runs that are looked at. */
  @BeforeAll
  static void prepare(@TempDir Path logs) throws Exception {
    Processes.Ended run = Processes.run(logs, logs, Map.of(), command("--version"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @BeforeEach
  void makeLogs() throws IOException {
    logs = Files.createDirectory(work.resolve("logs"));
  }

  @Test
  void run_worksFromAnywhereThroughALink() throws Exception {
    Path here = Files.createDirectory(work.resolve("my work"));
    Path link = Files.createSymbolicLink(here.resolve("sp500"), COMMAND);
    Processes.Ended run =
        Processes.run(
            here,
            logs,
            Map.of(),
            List.of(link.toString(), "run", "--tickers", "3", "--output", "three tickers"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines())
        .as("progress and nothing else, no engine's log above all")
        .allMatch(line -> line.matches(" *\\d+\\.\\d s  .*"))
        .anyMatch(line -> line.contains("SYNTHETIC"));
    assertThat(run.out()).contains("SYNTHETIC", "SYN000000", "report: three tickers/run.json");
    try (Stream<Path> files = Files.list(here)) {
      assertThat(files).containsExactlyInAnyOrder(link, here.resolve("three tickers"));
    }
    assertThat(Files.readString(here.resolve("three tickers/run.json"))).contains("SYNTHETIC");
  }

  @Test
  void run_takesAGlobWithoutSparkOnTheClassPath() throws Exception {
    Path raw = Files.createDirectory(work.resolve("raw"));
    String header = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n";
    Files.writeString(raw.resolve("a.csv"), header + "2020-01-06,AAA,1,1,1,1,1,100\n");
    Files.writeString(raw.resolve("b.csv"), header + "2020-01-06,BBB,1,1,1,1,1,200\n");
    Processes.Ended run =
        sp500(
            Map.of(), "run", "--input", raw + "/*.csv", "--output", work.resolve("out").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("AAA", "BBB");
  }

  @Test
  void report_findsItsChartsInTheApplicationJar() throws Exception {
    runEarlier(work.resolve("out"));
    Path page = work.resolve("report.html");
    Processes.Ended report =
        sp500(
            Map.of(),
            "report",
            "--input",
            work.resolve("out").toString(),
            "--output",
            page.toString());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).isEqualTo(page + ": 2 tickers, 21 days, 0.1 MB\n");
    assertThat(Files.readString(page)).contains("var uPlot=");
  }

  @Test
  void starts_useAnArchiveOfClasses() throws Exception {
    Processes.Ended run =
        sp500(Map.of("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags"), "--version");
    assertThat(run.out())
        .contains("-XX:SharedArchiveFile=" + COMMAND.resolveSibling("../target").normalize());
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      assertThat(files.filter(file -> file.toString().matches(".*/sp500-local-.*\\.jsa")).toList())
          .as("archives of the engine that is the default; each engine has one")
          .singleElement()
          .satisfies(archive -> assertThat(Files.size(archive)).isGreaterThan(1_000_000));
    }
  }

  @Test
  void longRuns_haveTheSecondCompiler() throws Exception {
    Map<String, String> printing = Map.of("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags");
    Path small = Files.write(work.resolve("small prices.csv.gz"), new byte[1_000]);
    Path large = Files.write(work.resolve("large prices.csv.gz"), new byte[80 << 20]);
    String firstCompilerAlone = "-XX:TieredStopAtLevel=1";
    assertThat(sp500(printing, "run", "--input", small.toString(), "--help").out())
        .contains(firstCompilerAlone);
    assertThat(sp500(printing, "run", "--output", large.toString(), "--help").out())
        .contains(firstCompilerAlone);
    assertThat(sp500(printing, "run", "--input", large.toString(), "--help").out())
        .doesNotContain(firstCompilerAlone);
    assertThat(sp500(printing, "run", "--input=" + work.resolve("*.gz"), "--help").out())
        .doesNotContain(firstCompilerAlone);
  }

  @Test
  void misuse_isExitCode2() throws Exception {
    Processes.Ended run = sp500(Map.of(), "run", "--input", "absent.csv");
    assertThat(run.err())
        .isEqualTo(
            "sp500: Invalid value for option '--input': there is no file absent.csv; see sp500 run"
                + " --help\n");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void wrongJavaHome_isOneLine() throws Exception {
    Processes.Ended run = sp500(Map.of("JAVA_HOME", work.toString()), "--version");
    assertThat(run.err())
        .isEqualTo(
            "sp500: JAVA_HOME is %s, which has no bin/java; correct or unset it\n".formatted(work));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void oldJava_isOneLine() throws Exception {
    Path java = Files.createDirectories(work.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(work.resolve("jdk/release"), "JAVA_VERSION=\"11.0.2\"\n");
    Processes.Ended run = sp500(Map.of("JAVA_HOME", work.resolve("jdk").toString()), "--version");
    assertThat(run.err())
        .isEqualTo(
            "sp500: Java 17 or later is needed, and %s is 11.0.2; set JAVA_HOME\n".formatted(java));
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void killInMidWrite_leavesEarlierOutput() throws Exception {
    killInMidWrite("local");
  }

  @FullBuild
  @Test
  void killInMidWriteOnSpark_leavesEarlierOutput() throws Exception {
    killInMidWrite("spark");
  }

  private void killInMidWrite(String engine) throws Exception {
    Path output = work.resolve("out");
    runEarlier(output);
    FolderSnapshot all = FolderSnapshot.of(output);
    FolderSnapshot outputs = FolderSnapshot.ofOutputs(output);

    Process run =
        start(
            "run",
            "--tickers",
            "100",
            "--output",
            output.toString(),
            "--overwrite",
            "--runner",
            engine);
    try {
      while (FolderSnapshot.of(output).equals(all)) {
        if (!run.isAlive()) {
          fail(
              "the run ended before it could be killed: "
                  + Files.readString(logs.resolve("stderr")));
        }
      }
    } finally {
      Processes.kill(run);
    }
    assertThat(FolderSnapshot.ofOutputs(output)).isEqualTo(outputs);

    Processes.Ended next =
        sp500(Map.of(), "run", "--tickers", "3", "--output", output.toString(), "--overwrite");
    assertThat(next.exitCode()).as(next.err()).isZero();
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing of the killed run is left")
          .containsExactlyInAnyOrder(
              Stream.concat(
                      Sp500Pipeline.outputNames().stream(), Stream.of("bars", "ledger", "run.json"))
                  .toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, read and check", "INT, compute and write", "TERM, compute and write"})
  void endOfProcess_leavesNothing(String signal, String step) throws Exception {
    assumeTrue(
        !signal.equals("INT") || Processes.heedInterrupts(),
        "the build was started with SIGINT ignored, and env has no --default-signal");
    Path output = work.resolve("out");
    Path scratch = Files.createDirectory(work.resolve("scratch"));
    runEarlier(output);
    FolderSnapshot all = FolderSnapshot.of(output);

    Process run =
        start(
            "run",
            "--tickers",
            "500",
            "--output",
            output.toString(),
            "--overwrite",
            "--memory",
            "64m",
            "--scratch",
            scratch.toString());
    try {
      while (run.isAlive() && !Files.readString(logs.resolve("stderr")).contains(step)) {
        Thread.sleep(5);
      }
      // INT is what Ctrl-C sends.
      assertThat(Mount.call("kill", "-s", signal, Long.toString(run.pid()))).isZero();
      assertThat(run.waitFor(60, TimeUnit.SECONDS)).as("it ends by %s", signal).isTrue();
    } finally {
      Processes.kill(run);
    }
    assertThat(run.exitValue()).as("not 0, which is success").isNotZero();
    assertThat(FolderSnapshot.of(output)).isEqualTo(all);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void fullScratchFolder_failsTheRunAndLeavesEarlierOutput() throws Exception {
    Path disk = Files.createDirectory(work.resolve("disk"));
    Path output = work.resolve("out");
    runEarlier(output);
    FolderSnapshot all = FolderSnapshot.of(output);
    try (Mount mount = Mount.of(disk, "size=1m")) {
      assumeTrue(mount.done(), "only root may mount a small disk");
      Processes.Ended run =
          sp500(
              Map.of(),
              "run",
              "--tickers",
              "500",
              "--output",
              output.toString(),
              "--overwrite",
              "--memory",
              "64m",
              "--scratch",
              disk.toString());
      assertThat(errors(run))
          .containsExactly(
              "sp500: the scratch folder %s cannot be written to: No space left on device; free"
                      .formatted(disk)
                  + " some space, give more memory by --memory, or another folder by --scratch");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(disk).isEmptyDirectory();
    }
    assertThat(FolderSnapshot.of(output)).isEqualTo(all);
  }

  @Test
  void smallFolderForTemporaryFiles_isEnoughForASmallRun_andALargeOneNamesScratch()
      throws Exception {
    Path disk = Files.createDirectory(work.resolve("disk"));
    Map<String, String> there = Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + disk);
    try (Mount mount = Mount.of(disk, "size=1m")) {
      assumeTrue(mount.done(), "only root may mount a small disk");
      Processes.Ended small =
          sp500(there, "run", "--tickers", "3", "--output", work.resolve("small").toString());
      assertThat(small.exitCode())
          .as("DuckDB's library is not unpacked there; %s", small.err())
          .isZero();
      Processes.Ended large =
          sp500(
              there,
              "run",
              "--tickers",
              "500",
              "--memory",
              "64m",
              "--output",
              work.resolve("large").toString());
      assertThat(large.err().lines())
          .contains(
              "sp500: the scratch folder %s cannot be written to: No space left on device; free"
                      .formatted(disk)
                  + " some space, give more memory by --memory, or another folder by --scratch");
      assertThat(large.exitCode()).isEqualTo(1);
      assertThat(disk).isEmptyDirectory();
    }
  }

  @Test
  void kill_leavesItsScratchFolderToTheNextRun() throws Exception {
    Path scratch = Files.createDirectory(work.resolve("scratch"));
    String[] arguments = {
      "run",
      "--tickers",
      "500",
      "--memory",
      "64m",
      "--scratch",
      scratch.toString(),
      "--output",
      work.resolve("out").toString()
    };
    Process run = start(arguments);
    try {
      while (run.isAlive() && !Files.readString(logs.resolve("stderr")).contains("compute")) {
        Thread.sleep(5);
      }
    } finally {
      Processes.kill(run);
    }
    Path left = theOnly(scratch);
    Processes.Ended next =
        sp500(
            Map.of(),
            "run",
            "--tickers",
            "3",
            "--scratch",
            scratch.toString(),
            "--output",
            work.resolve("next").toString());
    assertThat(next.exitCode()).as(next.err()).isZero();
    assertThat(left).doesNotExist();
    assertThat(scratch).isEmptyDirectory();
  }

  private static Path theOnly(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @Test
  void fullDisk_failsTheRunAndLeavesEarlierOutput() throws Exception {
    Path disk = Files.createDirectory(work.resolve("disk"));
    try (Mount mount = Mount.of(disk, "size=1m")) {
      assumeTrue(mount.done(), "only root may mount a small disk");
      Path output = disk.resolve("out");
      runEarlier(output);
      FolderSnapshot before = FolderSnapshot.ofOutputs(output);
      Processes.Ended run =
          sp500(Map.of(), "run", "--tickers", "20", "--output", output.toString(), "--overwrite");
      assertThat(errors(run))
          .containsExactly(
              "sp500: the disk is full: could not compute and write %s (Parquet by month), %s (Parquet"
                      .formatted(output.resolve("ticker_daily"), output.resolve("anomalies"))
                  + " by month); free some space and run again");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(FolderSnapshot.ofOutputs(output)).isEqualTo(before);
    }
  }

  @Test
  void readOnlyDisk_isExitCode2() throws Exception {
    Path disk = Files.createDirectory(work.resolve("disk"));
    try (Mount mount = Mount.of(disk, "ro")) {
      assumeTrue(mount.done(), "only root may mount a read-only disk");
      Processes.Ended run = sp500(Map.of(), "run", "--output", disk.resolve("out").toString());
      assertThat(run.err())
          .isEqualTo(
              "sp500: %s cannot be written to; choose another place with --output\n"
                  .formatted(disk));
      assertThat(run.exitCode()).isEqualTo(2);
    }
  }

  private void runEarlier(Path output) throws Exception {
    Processes.Ended run =
        sp500(
            Map.of(),
            "run",
            "--tickers",
            "2",
            "--from",
            "2024-12-01",
            "--output",
            output.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Processes.Ended sp500(Map<String, String> environment, String... arguments)
      throws Exception {
    return Processes.run(work, logs, environment, command(arguments));
  }

  private Process start(String... arguments) throws IOException {
    return Processes.start(work, logs, Map.of(), command(arguments));
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The lines on standard error that are not progress. */
  private static List<String> errors(Processes.Ended run) {
    return run.err().lines().filter(line -> !line.matches(" *\\d+\\.\\d s  .*")).toList();
  }

  /** A disk in memory. */
  private record Mount(Path folder, boolean done) implements AutoCloseable {

    static Mount of(Path folder, String options) throws IOException {
      return new Mount(
          folder, call("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0);
    }

    private static int call(String... command) throws IOException {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue();
    }

    @Override
    public void close() throws IOException {
      if (done) {
        assertThat(call("umount", folder.toString())).isZero();
      }
    }
  }
}
