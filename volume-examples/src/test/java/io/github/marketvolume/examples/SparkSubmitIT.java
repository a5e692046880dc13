package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application jar through spark-submit, as an operator starts it, on one machine and on a
 * cluster of its own, also one that loses a worker: the outputs are those of a run in this process.
 */
class SparkSubmitIT {

  /** Tickers for two tasks, and days enough for every window. */
  private static final List<String> RUN =
      List.of("run", "--tickers", "60", "--from", "2018-01-01", "--to", "2024-12-31");

  private static final List<String> ON_A_CLUSTER =
      List.of(
          "--conf",
          "spark.executor.memory=700m",
          "--conf",
          "spark.executor.extraJavaOptions=" + SparkPrograms.SHORT_RUN);

  /** As soon as one task of a stage has ended, the others are tried on the other worker too. */
  private static final List<String> SPECULATING =
      List.of(
          "--conf", "spark.speculation=true",
          "--conf", "spark.speculation.interval=10ms",
          "--conf", "spark.speculation.multiplier=0.1",
          "--conf", "spark.speculation.quantile=0.1",
          "--conf", "spark.speculation.minTaskRuntime=1ms");

  private static final long RUN_SECONDS = 240;

  /** What the event log says of a task whose executor is gone. */
  private static final String LOST = "\"Reason\":\"ExecutorLostFailure\"";

  @TempDir private static Path folder;

  private static Path application;
  private static Path expected;

  @BeforeAll
  static void runInThisProcess() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    try (Stream<Path> files = Files.list(target)) {
      application =
          files.filter(file -> file.toString().endsWith("-app.jar")).findFirst().orElseThrow();
    }

    expected = folder.resolve("expected");
    CommandLineRun run =
        CommandLineRun.of(
            arguments(RUN, "--output", expected.toString(), "--runner", "local")
                .toArray(String[]::new));
    assertThat(run.errorLines()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void local_givesTheSameOutputs(@TempDir Path work) throws Exception {
    Path output = work.resolve("out");
    Processes.Ended run =
        submit(work, "local[2]", List.of(), arguments(RUN, "--output", output.toString()));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("SYNTHETIC", "report: " + output.resolve("run.json"));
    assertSameOutputs(output);
  }

  @Test
  void failure_isOneLineAndExitCode1(@TempDir Path work) throws Exception {
    Path page = Files.writeString(work.resolve("page.csv"), "<html></html>\n");
    Processes.Ended run =
        submit(
            work,
            "local[2]",
            List.of(),
            List.of("run", "--input", page.toString(), "--output", work.resolve("out").toString()));
    assertThat(run.err().lines().filter(line -> line.startsWith("sp500: ")))
        .containsExactly(
            "sp500: "
                + page
                + " is a web page or XML, not CSV; mend or remove it, or quarantine unreadable"
                + " files");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @FullBuild
  @Test
  void cluster_givesTheSameOutputs(@TempDir Path work) throws Exception {
    Path output = work.resolve("out");
    try (StandaloneCluster cluster = StandaloneCluster.start(work, 2)) {
      Processes.Ended run =
          submit(
              Files.createDirectory(work.resolve("driver")),
              cluster.url(),
              ON_A_CLUSTER,
              arguments(RUN, "--output", output.toString()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Files.readString(output.resolve("run.json"))).contains("on " + cluster.url());
      assertThat(cluster.masterLog())
          .as("both workers took part")
          .contains("on worker worker-")
          .containsPattern("(?s)Launching executor .*/0 on .*Launching executor .*/1 on ");
    }
    assertSameOutputs(output);
  }

  @FullBuild
  @Test
  void cluster_losesAWorkerInMidRun_givesTheSameOutputs(@TempDir Path work) throws Exception {
    Path output = work.resolve("out");
    Path events = Files.createDirectory(work.resolve("events"));
    Path driver = Files.createDirectory(work.resolve("driver"));
    try (StandaloneCluster cluster = StandaloneCluster.start(work, 2)) {
      Process run =
          Processes.start(
              driver,
              driver,
              SparkPrograms.environment("127.0.0.1"),
              command(
                  cluster.url(), logging(events), arguments(RUN, "--output", output.toString())));
      try {
        // After the first stage, so that it is also outputs of finished tasks that are lost.
        while (!cluster.pausesInATask(1, "[1-9]")) {
          assertThat(run.isAlive()).as("a task was at work before the run ended").isTrue();
          Thread.sleep(20);
        }
        cluster.kill(1);
        assertThat(run.isAlive()).as("the run goes on").isTrue();
        assertThat(run.waitFor(RUN_SECONDS, TimeUnit.SECONDS)).as("the run ends").isTrue();
      } finally {
        Processes.kill(run);
      }
      assertThat(run.exitValue()).as(Files.readString(driver.resolve("stderr"))).isZero();
    }

    List<String> log = eventLog(events);
    int lost = indexOf(log, 0, "SparkListenerExecutorRemoved");
    assertThat(log)
        .as("a task was at work on the executor that was lost")
        .anyMatch(event -> isEvent(event, "SparkListenerTaskEnd") && event.contains(LOST));
    assertThat(indexOf(log, lost, "SparkListenerTaskStart"))
        .as("and others were started after that")
        .isGreaterThan(lost);
    assertSameOutputs(output);
    assertNothingElse(output);
  }

  @FullBuild
  @Test
  void cluster_triesTasksTwiceAtATime_givesTheSameOutputs(@TempDir Path work) throws Exception {
    Path output = work.resolve("out");
    Path events = Files.createDirectory(work.resolve("events"));
    try (StandaloneCluster cluster = StandaloneCluster.start(work, 2)) {
      Processes.Ended run =
          submit(
              Files.createDirectory(work.resolve("driver")),
              cluster.url(),
              arguments(logging(events), SPECULATING),
              arguments(RUN, "--output", output.toString()));
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    assertThat(eventLog(events))
        .as("a task was tried again while it was at work")
        .anyMatch(
            event ->
                isEvent(event, "SparkListenerTaskStart") && event.contains("\"Speculative\":true"));
    assertSameOutputs(output);
    assertNothingElse(output);
  }

  private static List<String> logging(Path events) {
    return arguments(
        ON_A_CLUSTER,
        "--conf",
        "spark.eventLog.enabled=true",
        "--conf",
        "spark.eventLog.dir=" + events.toUri());
  }

  /** What a run that was tried in part more than once has left behind, besides the outputs. */
  private static void assertNothingElse(Path output) throws IOException {
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(arguments(Sp500Pipeline.outputNames(), "run.json"));
    }
  }

  private static List<String> eventLog(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllLines(
          files.filter(file -> !file.toString().endsWith(".crc")).findFirst().orElseThrow());
    }
  }

  private static int indexOf(List<String> log, int from, String event) {
    for (int i = from; i < log.size(); i++) {
      if (isEvent(log.get(i), event)) {
        return i;
      }
    }
    return fail("there is no %s in the event log", event);
  }

  private static boolean isEvent(String line, String event) {
    return line.startsWith("{\"Event\":\"" + event + "\"");
  }

  private static List<String> arguments(List<String> arguments, String... more) {
    return arguments(arguments, List.of(more));
  }

  private static List<String> arguments(List<String> arguments, List<String> more) {
    return Stream.concat(arguments.stream(), more.stream()).toList();
  }

  private static Processes.Ended submit(
      Path work, String master, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    return Processes.run(
        work, work, SparkPrograms.environment("127.0.0.1"), command(master, options, arguments));
  }

  private static List<String> command(String master, List<String> options, List<String> arguments) {
    return SparkPrograms.sparkSubmit(
        arguments(
            List.of(
                "--master",
                master,
                "--driver-memory",
                "700m",
                "--driver-java-options",
                SparkPrograms.SHORT_RUN),
            options),
        arguments(List.of(application.toString()), arguments));
  }

  private static void assertSameOutputs(Path output) throws SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      for (String name : Sp500Pipeline.outputNames()) {
        assertThat(
                Stream.of(rows(name, expected, output), rows(name, output, expected))
                        .map(query -> number(statement, query))
                        .map(String::valueOf)
                        .collect(Collectors.joining(" missing, "))
                    + " too many")
            .as(name)
            .isEqualTo("0 missing, 0 too many");
      }
      assertThat(number(statement, "select count(*) from " + files("ticker_daily", output)))
          .isGreaterThan(60_000);
    }
  }

  private static String rows(String name, Path of, Path without) {
    return "select count(*) from (from %s except all from %s)"
        .formatted(files(name, of), files(name, without));
  }

  private static String files(String name, Path output) {
    return "read_parquet('%s/*.parquet')".formatted(output.resolve(name));
  }

  private static long number(Statement statement, String query) {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }
}
