package io.github.marketvolume.examples;

import io.github.marketvolume.ReportFile;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The folder that a run writes: a folder of Parquet files for each output, and the run's report.
 *
 * @param location the folder, which need not exist: a path, or a URI that begins with gs://
 * @param overwrites whether outputs that are there are replaced
 * @param cloud the cloud, for a URI
 */
record OutputFolder(String location, boolean overwrites, Supplier<Cloud> cloud) {

  private static final String REPORT = "run.json";

  /** What updates go on from. */
  private static final List<String> KEPT = List.of("bars", "ledger");

  /** The outputs without a date, which are one file each. */
  private static final List<String> UNDATED = List.of("leaderboard", "rejected");

  /**
   * The folder that the options name.
   *
   * @throws picocli.CommandLine.ParameterException if it cannot be one
   */
  static OutputFolder of(RunOptions options) {
    String shown = SafeText.location(options.output());
    if (options.output().contains("://") && !RunOptions.isInCloudStorage(options.output())) {
      throw options.misuse(
          "Invalid value for option '--output': "
              + shown
              + " is neither a folder nor a place in Cloud Storage");
    }
    try {
      if (RunOptions.isInCloudStorage(options.output())) {
        Cloud.requirePlace(options.output());
      } else {
        requirePath(options.output());
      }
    } catch (IllegalArgumentException e) {
      throw options.misuse(
          "Invalid value for option '--output': "
              + shown
              + " is not a place for outputs: "
              + e.getMessage().replace(options.output(), shown));
    }
    if (SafeText.hasSecret(options.output())) {
      throw options.misuse(
          "Invalid value for option '--output': "
              + shown
              + " has a user-info, a query or a token; leave it out, and name credentials by"
              + " --credentials");
    }
    return new OutputFolder(options.output(), options.overwrite, options::cloud);
  }

  /**
   * Fails if a text cannot be a path.
   *
   * @throws java.nio.file.InvalidPathException saying why
   */
  static Path requirePath(String text) {
    return Path.of(text);
  }

  private boolean isRemote() {
    return location.contains("://");
  }

  private Path path() {
    return requirePath(location);
  }

  /** Finds before any work whether the outputs can go here. */
  void check() {
    if (isRemote()) {
      // The runner looks at the folders.
      if (!overwrites && cloud.get().exists(report())) {
        refuseExisting(report());
      }
      return;
    }
    requireWritable(path());
    if (!overwrites) {
      Sp500Pipeline.outputNames().forEach(name -> requireAbsent(path().resolve(name)));
      KEPT.forEach(name -> requireAbsent(path().resolve(name)));
      requireAbsent(path().resolve(REPORT));
    }
  }

  /**
   * Finds before any work whether there is a run here that can be updated.
   *
   * @throws InvalidPlanException if not
   */
  void checkForUpdate() {
    if (!isRemote()) {
      requireWritable(path());
      if (!Files.exists(Path.of(store().ledger(), Ledger.FILE)) && !isOnItsWay()) {
        throw new InvalidPlanException(
            SafeText.location(location)
                + " has no ledger of a run to update; sp500 run makes one, unless it runs on Spark"
                + " or by way of a lake");
      }
    }
  }

  /** Whether a run that ended too early left a ledger that is not in its place yet. */
  private boolean isOnItsWay() {
    String[] left = path().toFile().list((state, name) -> name.startsWith(".ledger."));
    return left != null && left.length > 0;
  }

  /**
   * Finds before any work whether outputs can go here. What is there already, the first update
   * judges, once it has completed or undone what a killed one left.
   */
  void checkForWatch() {
    requireWritable(path());
  }

  /** Fails unless this is a folder that can be written to, or could become one. */
  static void requireWritable(Path folder) {
    for (Path parent = folder.toAbsolutePath(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent)) {
        if (!Files.isDirectory(parent)) {
          throw new InvalidPlanException(
              parent + " is not a folder; choose another place with --output");
        }
        if (!Files.isWritable(parent)) {
          throw new InvalidPlanException(
              parent + " cannot be written to; choose another place with --output");
        }
        break;
      }
    }
  }

  /** Fails if there is something at this path. */
  static void requireAbsent(Path output) {
    if (Files.exists(output)) {
      refuseExisting(output.toString());
    }
  }

  private static void refuseExisting(String output) {
    throw new InvalidPlanException(
        output + " exists; add --overwrite to replace it, or choose another place with --output");
  }

  /** The sink of one output. */
  ParquetSink sink(String name) {
    ParquetSink all = ParquetSink.at(child(name));
    ParquetSink sink = UNDATED.contains(name) ? all : all.byMonth();
    return overwrites ? sink.replacingExisting() : sink;
  }

  private String child(String name) {
    return isRemote()
        ? location.replaceFirst("/+$", "") + "/" + name
        : path().resolve(name).toString();
  }

  /** What a run keeps for the updates that follow. */
  RunStore store() {
    return RunStore.at(isRemote() ? location.replaceFirst("/+$", "") : path().toString());
  }

  /** Where the report is. */
  String report() {
    return child(REPORT);
  }

  /** The file of the report, which is published with the outputs. */
  ReportFile reportFile() {
    ReportFile file = ReportFile.at(report());
    return overwrites ? file.replacingExisting() : file;
  }
}
