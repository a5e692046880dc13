package io.github.marketvolume.examples;

import io.github.marketvolume.error.MissingDependencyException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of {@code sp500 run}, and what they mean one by one. What was not given is null, or
 * has a method that says what is usual.
 */
final class RunOptions {

  private static final String CLOUD_STORAGE = "gs://";

  @Option(
      names = "--input",
      paramLabel = "FILE|DIR|GLOB",
      arity = "1..*",
      description =
          "Daily prices in CSV: files, folders of files, or globs, also of Cloud Storage; .gz is"
              + " unpacked. May be given several times.")
  List<String> inputs = new ArrayList<>();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      converter = Converters.Layouts.class,
      description =
          "Layout of the columns: ${COMPLETION-CANDIDATES} (default: auto, which detects it from"
              + " the headers). yahoo and alphavantage have one file for each ticker, named after"
              + " it.")
  private Layout layout;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "First day to publish, such as 2010-01-04; earlier ones serve as baselines.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = Converters.Dates.class,
      description = "Last day to publish.")
  LocalDate to;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Folder to write to (default: sp500-out); one in Cloud Storage begins with gs://.")
  private String output;

  @Option(
      names = "--lake",
      paramLabel = "gs://BUCKET",
      converter = Converters.Lakes.class,
      description =
          "A data lake. Inputs, also from URLs, are kept in its raw/ by the day of their arrival,"
              + " unless they are already there; checked bars of all days go to its bars/ as"
              + " Parquet, from which the run continues; outputs go to its sp500/ unless --output"
              + " is given.")
  Lake lake;

  @Option(
      names = "--warehouse",
      paramLabel = "PROJECT.DATASET",
      converter = Converters.Datasets.class,
      description =
          "A dataset of BigQuery that also gets each output as a table, and the report's views."
              + " With --from only the months from there on are replaced, otherwise all.")
  String warehouse;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "Project of Google Cloud that pays (default: the warehouse's, or the environment's).")
  private String project;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "A service account's key, or an access token, for Google Cloud (default: the"
              + " application default credentials).")
  private Path credentials;

  @Option(
      names = "--overwrite",
      description = "Replace existing outputs, once the new ones are ready.")
  boolean overwrite;

  @Option(
      names = "--quarantine-unreadable",
      description =
          "Reject a file that is empty, cut off, or not such a CSV, and read the others; without"
              + " this, the file fails the run.")
  boolean quarantine;

  @Option(
      names = "--keep-last",
      description =
          "If rows of one ticker and day contradict each other, keep the last one, by file path and"
              + " line; without this, all of them are rejected.")
  boolean keepLast;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      converter = Converters.Shares.class,
      description =
          "The share of rows that may be rejected, such as 1%% or 0; above it the run fails"
              + " (default: half of the rows, and not all rows of any one file).")
  Double maxRejected;

  @Option(
      names = "--raw",
      description =
          "Measure volumes as traded. Without this, a layout with split coefficients is adjusted"
              + " for splits first, which leaves no jump at a split.")
  boolean raw;

  @Option(
      names = "--tickers",
      paramLabel = "N",
      description = "Size of the synthetic market (default: 500).")
  Integer tickers;

  @Option(
      names = "--runner",
      paramLabel = "ENGINE",
      converter = Converters.Engines.class,
      description =
          "What executes the run: ${COMPLETION-CANDIDATES} (default: local, which is this process;"
              + " spark under spark-submit).")
  private Engine engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a local run (default: one for each processor).")
  Integer threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Converters.Sizes.class,
      description =
          "How much a local run keeps in memory, such as 512m or 2g; the rest goes to a file"
              + " (default: half of the heap).")
  Long memory;

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      description =
          "Folder for that file and other temporary data of a local run (default: the system's"
              + " folder for temporary files).")
  Path scratch;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark runs: local[N] for N threads of this machine, or a cluster's URL (default:"
              + " local[*]). The master given to spark-submit takes precedence.")
  String master;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean hasLayout() {
    return layout != null;
  }

  /** The layout; that which the headers fit, unless one was given. */
  Layout layout() {
    return layout == null ? Layout.AUTO : layout;
  }

  /** What executes the run. */
  Engine engine() {
    return engine == null ? Engine.usual() : engine;
  }

  /** Where outputs go. */
  String output() {
    return output != null ? output : lake != null ? lake.usualOutput() : "sp500-out";
  }

  /** Whether a location is to be one of Cloud Storage. */
  static boolean isInCloudStorage(String location) {
    return location.startsWith(CLOUD_STORAGE);
  }

  /** Whether anything is read from Google Cloud, or written to it. */
  boolean usesCloud() {
    return warehouse != null
        || lake != null
        || isInCloudStorage(output())
        || inputs.stream().anyMatch(RunOptions::isInCloudStorage);
  }

  /** Google Cloud, if its libraries are there. */
  Cloud cloud() {
    try {
      return Cloud.of(credentials, project, warehouse);
    } catch (NoClassDefFoundError e) {
      throw new MissingDependencyException(
          "Google Cloud needs volume-gcp and its libraries, which are not on the class path; start"
              + " with volume-examples/bin/sp500, or give volume-gcp's shaded jar to spark-submit"
              + " --jars",
          e);
    }
  }

  /** The failure of a command whose options cannot be followed. */
  ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
