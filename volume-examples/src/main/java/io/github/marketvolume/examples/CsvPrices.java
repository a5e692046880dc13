package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import java.util.List;

/** Prices in CSV files, as the options have them: in which layout, checked by which rules. */
final class CsvPrices {

  private final ReadOptions options;

  CsvPrices(ReadOptions options) {
    this.options = options;
  }

  /** Finds before any work whether the options about files and dates can be followed. */
  void check() {
    options.inputs.forEach(this::requireInput);
    CsvLayout any = CsvLayout.VENDORS.get(0); // which does not matter for the dates
    published(BarsStage.from(in(options.layout().csv().orElse(any))));
  }

  /** The files that the options name, as a source in this layout. */
  CsvSource in(CsvLayout layout) {
    return files(options.inputs).in(layout);
  }

  /** Fails if an input cannot be a location, or is of this machine and not there. */
  private void requireInput(String input) {
    boolean exists;
    try {
      if (Lake.isUrl(input)) {
        Lake.url(input);
      } else if (RunOptions.isInCloudStorage(input)) {
        Cloud.requirePlace(input);
      }
      exists = InputPaths.exists(input);
    } catch (IllegalArgumentException e) {
      throw options.misuse(
          "Invalid value for option '--input': "
              + SafeText.location(input)
              + " is not a location: "
              + e.getMessage().replace(input, SafeText.location(input)));
    }
    if (!exists) {
      throw options.misuse(
          "Invalid value for option '--input': there is no file " + SafeText.location(input));
    }
  }

  /** What is read; the layout of files is found, unless it was named. */
  CsvSource source(List<String> locations, RunningEngine running, Progress progress) {
    if (options.layout().csv().isPresent()) {
      return files(locations).in(options.layout().csv().orElseThrow());
    }
    CsvSource found = running.detectLayout(files(locations));
    progress.begins("layout: " + found.layout().name());
    return found;
  }

  private CsvFiles files(List<String> locations) {
    CsvFiles files = CsvFiles.at(locations);
    return options.quarantine ? files.quarantiningUnreadableFiles() : files;
  }

  /** The bars of a source, of all days, checked as the options have it. */
  BarsStage checked(Source<Bar> source) {
    return BarsStage.from(source).checkedBy(options.rules());
  }

  /** Those of the days that are published. */
  BarsStage published(BarsStage all) {
    BarsStage prices = all;
    if (options.from != null) {
      prices = prices.from(options.from);
    }
    return options.to == null ? prices : prices.to(options.to);
  }
}
