package io.github.marketvolume.examples;

import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.quality.BarRules;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The options of {@code sp500 run}, and what they mean one by one. What was not given is null, or
 * has a method that says what is usual.
 */
final class RunOptions extends ReadOptions {

  private static final String CLOUD_STORAGE = "gs://";

  @Option(
      names = "--calendar",
      paramLabel = "CALENDAR",
      converter = Converters.Calendars.class,
      description =
          "The days on which prices are expected: ${COMPLETION-CANDIDATES} (default: nyse). What is"
              + " missing, and prices of other days, are warnings. data is for other exchanges:"
              + " the days on which most tickers trade. Kinds of days, and what they are expected"
              + " to trade, are known of nyse alone.")
  private MarketCalendar calendar;

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
      names = "--raw",
      description =
          "Measure volumes as traded. Without this, a layout with split coefficients is adjusted"
              + " for splits first, which leaves no jump at a split.")
  boolean raw;

  @Option(
      names = "--no-hindsight",
      description =
          "Leave out rank_in_ticker, the place of a day among all of its ticker's. Every later day"
              + " changes it in earlier rows, so that an update has to write all of them again.")
  boolean noHindsight;

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

  /** By which rules prices are checked, those about sessions included. */
  @Override
  BarRules rules() {
    return calendar().in(super.rules());
  }

  /** On which days the market trades. */
  MarketCalendar calendar() {
    return calendar == null ? MarketCalendar.NYSE : calendar;
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

  /** Finds before any work whether Google Cloud can be used, if anything is there. */
  void checkCloud() {
    if (usesCloud()) {
      cloud();
    }
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
}
