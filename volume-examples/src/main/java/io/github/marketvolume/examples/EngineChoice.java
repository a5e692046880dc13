package io.github.marketvolume.examples;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.local.LocalRunner;
import java.util.regex.Pattern;

/** The engine that executes a run, as the options have it. */
final class EngineChoice {

  private static final String ALL_OF_THIS_MACHINE = "local[*]";

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[(\\*|[1-9]\\d*)(, *[1-9]\\d*)?])?|local-cluster\\[.+]|yarn|(spark|k8s)://.+");

  private final RunOptions options;

  EngineChoice(RunOptions options) {
    this.options = options;
  }

  /** Fails if an option was given that is another engine's, or cannot be followed. */
  void check() {
    if (options.engine() == Engine.LOCAL) {
      localRunner();
      if (options.master != null) {
        throw options.misuse("--master needs --runner spark");
      }
    } else {
      if (options.threads != null) {
        throw options.misuse("--threads needs --runner local; for Spark give --master local[N]");
      }
      if (options.memory != null || options.scratch != null) {
        throw options.misuse(
            (options.memory != null ? "--memory" : "--scratch") + " needs --runner local");
      }
      requireMaster();
    }
  }

  private void requireMaster() {
    if (options.master != null && !MASTER.matcher(options.master).matches()) {
      throw options.misuse(
          "Invalid value for option '--master': '"
              + options.master
              + "' is not a Spark master such as local[2] or spark://HOST:7077");
    }
  }

  /** Starts it. */
  RunningEngine start(Progress progress) {
    return switch (options.engine()) {
      case LOCAL -> {
        LocalRunner local = localRunner().onProgress(progress);
        LocalRunner runner = options.usesCloud() ? options.cloud().on(local) : local;
        yield new LocalEngine(runner);
      }
      case SPARK -> {
        try {
          yield SparkEngine.start(
              options.master == null ? ALL_OF_THIS_MACHINE : options.master,
              runner -> options.usesCloud() ? options.cloud().on(runner) : runner,
              progress);
        } catch (NoClassDefFoundError e) {
          throw new MissingDependencyException(
              "Spark is not on the class path; start with spark-submit, or use --runner local", e);
        }
      }
    };
  }

  private LocalRunner localRunner() {
    LocalRunner runner = LocalRunner.create();
    if (options.scratch != null) {
      runner = runner.withScratchFolder(options.scratch);
    }
    try {
      runner = options.threads == null ? runner : runner.withThreads(options.threads);
    } catch (IllegalArgumentException e) {
      throw options.misuse("Invalid value for option '--threads': " + e.getMessage());
    }
    try {
      return options.memory == null ? runner : runner.withMemory(options.memory);
    } catch (IllegalArgumentException e) {
      throw options.misuse("Invalid value for option '--memory': " + e.getMessage());
    }
  }
}
