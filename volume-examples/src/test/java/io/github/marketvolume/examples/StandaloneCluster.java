package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Spark's standalone cluster on this machine: a master, and workers of one core each. */
final class StandaloneCluster implements AutoCloseable {

  private static final long START_SECONDS = 90;

  private final Path folder;
  private final int port;
  private final List<Process> daemons = new ArrayList<>();

  private StandaloneCluster(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  /**
   * Starts a cluster, and waits until its workers are there.
   *
   * @param folder for its logs, and for what its executors write
   */
  static StandaloneCluster start(Path folder, int workers)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      cluster.startDaemons(workers);
    } catch (Throwable e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void startDaemons(int workers) throws IOException, InterruptedException {
    daemons.add(
        daemon(
            "master",
            "127.0.0.1",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0")));
    await(log("master"), "Starting Spark master", 1);
    for (int worker = 1; worker <= workers; worker++) {
      String name = "worker-" + worker;
      // Hosts of their own: Spark tries a slow task again on another one only.
      String host = "127.0.0." + worker;
      daemons.add(
          daemon(
              name,
              host,
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "--host",
                  host,
                  "--webui-port",
                  "0",
                  "--cores",
                  "1",
                  "--memory",
                  "1g",
                  "--work-dir",
                  folder.resolve(name).resolve("work").toString(),
                  url())));
    }
    await(log("master"), "Registering worker", workers);
  }

  private Process daemon(String name, String host, String mainClass, List<String> arguments)
      throws IOException {
    Path logs = Files.createDirectory(folder.resolve(name));
    return Processes.start(
        logs,
        logs,
        SparkPrograms.environment(host),
        SparkPrograms.sparkClass(mainClass, arguments));
  }

  /** What {@code --master} is to be. */
  String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** What the master has logged so far. */
  String masterLog() throws IOException {
    return Files.readString(log("master"));
  }

  /**
   * Stops a worker's executor in the middle of a task.
   *
   * @param stage which stages the task may be of, as a regular expression
   * @return whether it is at work on such a task, and now stands still
   */
  boolean pausesInATask(int worker, String stage) throws IOException, InterruptedException {
    Pattern begun = Pattern.compile("Running task \\S+ in stage " + stage);
    if (!begun.matcher(executorLog(worker)).find()) {
      return false;
    }
    signal(worker, "STOP");
    // It was running while the log was read.
    String log = executorLog(worker);
    if (count(log, "Running task ") > count(log, "Finished task ")) {
      return true;
    }
    signal(worker, "CONT");
    return false;
  }

  /** Ends a worker and its executor with SIGKILL, which neither of them can act upon. */
  void kill(int worker) throws InterruptedException {
    Process daemon = daemons.get(worker);
    List<ProcessHandle> executors = daemon.descendants().toList();
    // The worker first: it would tell the master that its executor has ended.
    daemon.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
    daemon.waitFor();
  }

  private void signal(int worker, String signal) throws IOException, InterruptedException {
    for (ProcessHandle executor : daemons.get(worker).descendants().toList()) {
      new ProcessBuilder("kill", "-" + signal, "" + executor.pid()).start().waitFor();
    }
  }

  /** What the executor on a worker has logged so far: empty where none was started yet. */
  private String executorLog(int worker) throws IOException {
    Path work = folder.resolve("worker-" + worker).resolve("work");
    if (!Files.exists(work)) {
      return "";
    }
    try (Stream<Path> files = Files.walk(work)) {
      Path log = files.filter(file -> file.endsWith("stderr")).findFirst().orElse(null);
      return log == null ? "" : Files.readString(log);
    }
  }

  @Override
  public void close() {
    for (Process daemon : daemons) {
      Processes.kill(daemon);
    }
  }

  private Path log(String name) {
    return folder.resolve(name).resolve("stderr");
  }

  private static void await(Path log, String message, int times)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000;
    while (System.nanoTime() < deadline) {
      if (count(Files.readString(log), message) >= times) {
        return;
      }
      Thread.sleep(100);
    }
    fail("%s did not say \"%s\":%n%s", log, message, Files.readString(log));
  }

  private static long count(String log, String words) {
    return Pattern.compile(Pattern.quote(words)).matcher(log).results().count();
  }
}
