package io.github.marketvolume.examples;

import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that reads prices: which prices, of which days, and how strictly
 * they are checked. What was not given is null.
 */
abstract class ReadOptions {

  @Option(
      names = "--input",
      paramLabel = "FILE|DIR|GLOB",
      arity = "1..*",
      description =
          "Daily prices in CSV: files, folders of files, or globs, for a run also of Cloud Storage;"
              + " .gz is unpacked. May be given several times.")
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
      names = "--fractional-volume",
      paramLabel = "HOW",
      converter = Converters.FractionalVolumes.class,
      description =
          "What becomes of a row whose volume is not a whole number, as of coins: reject or round"
              + " or keep (default: reject). keep makes columns of volumes numbers with fractions.")
  private FractionalVolume fractionalVolume;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      converter = Converters.Shares.class,
      description =
          "The share of rows that may be rejected, such as 1%% or 0; above it the run fails"
              + " (default: half of the rows, and not all rows of any one file).")
  private Double maxRejected;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean hasLayout() {
    return layout != null;
  }

  /** The layout; that which the headers fit, unless one was given. */
  Layout layout() {
    return layout == null ? Layout.AUTO : layout;
  }

  /** What becomes of a volume that is not a whole number. */
  FractionalVolume fractionalVolume() {
    return fractionalVolume == null ? FractionalVolume.REJECT : fractionalVolume;
  }

  /** By which rules prices are checked. */
  BarRules rules() {
    BarRules rules = BarRules.standard().fractionalVolume(fractionalVolume());
    rules = keepLast ? rules.keepingLastOfRepeatedDays() : rules;
    return maxRejected == null ? rules : rules.failingAbove(maxRejected);
  }

  /** The failure of a command whose options cannot be followed. */
  ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
