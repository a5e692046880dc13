package io.github.marketvolume.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts processes whose output goes to files, and sees to it that they end. */
final class Processes {

  private static final long LIMIT_SECONDS = 300;

  /**
   * What gives a command the signals of one that was started at a terminal. A build in the
   * background of a script, or below nohup, has some ignored, and all that it starts inherits that.
   * Empty where env is not that of coreutils 8.31 or later.
   */
  private static final List<String> ENV =
      exitCode("env", "--default-signal", "true") == 0
          ? List.of("env", "--default-signal")
          : List.of();

  /** What would change the programs that are tested: options, settings and places. */
  private static final String OF_THE_MACHINE =
      "JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|SP500_.*|SPARK_(?!LOCAL_IP$).*"
          + "|HADOOP_.*|LC_.*|LANG|LANGUAGE|TZ";

  private Processes() {}

  /** A process that has ended. */
  record Ended(int exitCode, String out, String err) {}

  /**
   * Starts a process as a terminal does, whatever the tests were started by: with the usual
   * signals, in English, in UTC, and without the options that this machine has in its environment.
   *
   * @param logs the folder for {@code stdout} and {@code stderr}
   */
  static Process start(
      Path workingFolder, Path logs, Map<String, String> environment, List<String> command)
      throws IOException {
    List<String> whole = new ArrayList<>(ENV);
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(workingFolder.toFile())
            .redirectOutput(logs.resolve("stdout").toFile())
            .redirectError(logs.resolve("stderr").toFile());
    builder.environment().keySet().removeIf(name -> name.matches(OF_THE_MACHINE));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Whether a process that is started here ends by an interrupt, as by Ctrl-C. */
  static boolean heedInterrupts() {
    List<String> interrupted = new ArrayList<>(ENV);
    interrupted.addAll(List.of("sh", "-c", "kill -s INT $$; exit 0"));
    return exitCode(interrupted.toArray(String[]::new)) != 0;
  }

  /** The exit code of a command that prints little; 127, as of a shell, where there is none. */
  private static int exitCode(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue();
    } catch (IOException e) {
      return 127;
    }
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
