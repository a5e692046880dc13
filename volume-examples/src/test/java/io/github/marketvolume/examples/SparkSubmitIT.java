package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application jar through spark-submit, as an operator starts it, on one machine and on a
 * cluster of its own: the outputs are those of a run in this process. Instead of a Spark
 * distribution there are Spark's jars from Maven, which are all that spark-submit is made of.
 */
class SparkSubmitIT {

  /** Tickers for two tasks, and days enough for every window. */
  private static final List<String> RUN =
      List.of("run", "--tickers", "20", "--from", "2024-01-01", "--to", "2024-12-31");

  private static final long START_SECONDS = 90;

  @TempDir private static Path folder;

  private static Path sparkJars;
  private static Path application;
  private static Path sparkHome;
  private static Path expected;

  @BeforeAll
  static void runInThisProcess() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    sparkJars = target.resolve("spark-jars");
    try (Stream<Path> files = Files.list(target)) {
      application =
          files.filter(file -> file.toString().endsWith("-app.jar")).findFirst().orElseThrow();
    }
    sparkHome = Files.createDirectory(folder.resolve("spark"));
    Files.createSymbolicLink(sparkHome.resolve("jars"), sparkJars);

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

  @Test
  void cluster_givesTheSameOutputs(@TempDir Path work) throws Exception {
    int port = freePort();
    String url = "spark://127.0.0.1:" + port;
    List<Process> daemons = new ArrayList<>();
    try {
      Path masterLogs = Files.createDirectory(work.resolve("master"));
      daemons.add(
          daemon(
              masterLogs,
              "org.apache.spark.deploy.master.Master",
              List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0")));
      await(masterLogs, "Starting Spark master", 1);
      for (String name : List.of("worker-1", "worker-2")) {
        Path logs = Files.createDirectory(work.resolve(name));
        daemons.add(
            daemon(
                logs,
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    logs.resolve("work").toString(),
                    url)));
      }
      await(masterLogs, "Registering worker", 2);

      Path output = work.resolve("out");
      Processes.Ended run =
          submit(
              Files.createDirectory(work.resolve("driver")),
              url,
              List.of("--conf", "spark.executor.memory=700m"),
              arguments(RUN, "--output", output.toString()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(Files.readString(output.resolve("run.json"))).contains("on " + url);
      assertThat(Files.readString(masterLogs.resolve("stderr")))
          .as("both workers took part")
          .contains("on worker worker-")
          .containsPattern("(?s)Launching executor .*/0 on .*Launching executor .*/1 on ");
      assertSameOutputs(output);
    } finally {
      for (Process daemon : daemons) {
        Processes.kill(daemon);
      }
    }
  }

  private static List<String> arguments(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toList();
  }

  private static Processes.Ended submit(
      Path work, String master, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> submit = new ArrayList<>();
    submit.add("org.apache.spark.deploy.SparkSubmit");
    submit.addAll(List.of("--master", master, "--driver-memory", "700m"));
    submit.addAll(options);
    submit.add(application.toString());
    submit.addAll(arguments);
    return Processes.run(work, work, environment(), command(submit));
  }

  private static Process daemon(Path logs, String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> daemon = new ArrayList<>();
    daemon.add(mainClass);
    daemon.addAll(arguments);
    return Processes.start(logs, logs, environment(), command(daemon));
  }

  private static Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", sparkHome.toString(),
        "SPARK_SCALA_VERSION", "2.12",
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_DAEMON_MEMORY", "256m");
  }

  /** What Spark's scripts start: the class and its arguments, within a JVM as Spark needs it. */
  private static List<String> command(List<String> classAndArguments)
      throws IOException, InterruptedException {
    List<String> launcher = new ArrayList<>();
    launcher.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    launcher.addAll(List.of("-cp", sparkJars + "/*", "org.apache.spark.launcher.Main"));
    launcher.addAll(classAndArguments);
    Path logs = Files.createTempDirectory(folder, "launcher");
    Processes.Ended built = Processes.run(logs, logs, environment(), launcher);
    assertThat(built.exitCode()).as(built.err()).isZero();
    return Stream.of(built.out().split("\0"))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static void await(Path logs, String message, int times)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000;
    while (System.nanoTime() < deadline) {
      String log = Files.readString(logs.resolve("stderr"));
      if (log.lines().filter(line -> line.contains(message)).count() >= times) {
        return;
      }
      Thread.sleep(100);
    }
    fail(
        "%s did not say \"%s\"; its log:%n%s",
        logs, message, Files.readString(logs.resolve("stderr")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
          .isGreaterThan(4000);
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
