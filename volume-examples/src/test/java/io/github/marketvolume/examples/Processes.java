package io.github.marketvolume.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes whose output goes to files, and sees to it that they end. */
final class Processes {

  private static final long LIMIT_SECONDS = 300;

  private Processes() {}

  /** A process that has ended. */
  record Ended(int exitCode, String out, String err) {}

  /**
   * Starts a process.
   *
   * @param logs the folder for {@code stdout} and {@code stderr}
   */
  static Process start(
      Path workingFolder, Path logs, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingFolder.toFile())
            .redirectOutput(logs.resolve("stdout").toFile())
            .redirectError(logs.resolve("stderr").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Starts a process and waits for it; one that takes minutes is killed, which fails the test. */
  static Ended run(
      Path workingFolder, Path logs, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Process process = start(workingFolder, logs, environment, command);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            command + " still runs; its errors:\n" + Files.readString(logs.resolve("stderr")));
      }
    } finally {
      kill(process);
    }
    return new Ended(
        process.exitValue(),
        Files.readString(logs.resolve("stdout")),
        Files.readString(logs.resolve("stderr")));
  }

  /** Kills a process and what it started, and waits until it is gone. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
