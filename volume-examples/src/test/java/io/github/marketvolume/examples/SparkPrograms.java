package io.github.marketvolume.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Spark's own programs, which the scripts in {@code bin} make of Spark's jars. */
final class SparkPrograms {

  /**
   * Options of a JVM that is at work for seconds: no second compiler, and a collector of one
   * thread.
   */
  static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Path BIN = Path.of("bin").toAbsolutePath();

  private SparkPrograms() {}

  /** What starts one of Spark's classes. */
  static List<String> sparkClass(String mainClass, List<String> arguments) {
    return command("spark-class", List.of(mainClass), arguments);
  }

  /** What submits an application. */
  static List<String> sparkSubmit(List<String> options, List<String> arguments) {
    return command("spark-submit", options, arguments);
  }

  /**
   * What they need to know: this JVM's Java, and that a daemon has little to do.
   *
   * @param host the address of this machine that they talk at
   */
  static Map<String, String> environment(String host) {
    return Map.of(
        "JAVA_HOME",
        System.getProperty("java.home"),
        "SPARK_DAEMON_MEMORY",
        "256m",
        "SPARK_DAEMON_JAVA_OPTS",
        SHORT_RUN,
        "SPARK_LOCAL_IP",
        host);
  }

  private static List<String> command(String script, List<String> first, List<String> then) {
    List<String> command = new ArrayList<>();
    command.add(BIN.resolve(script).toString());
    command.addAll(first);
    command.addAll(then);
    return command;
  }
}
