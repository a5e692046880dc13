package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.SyntheticMarket;
import java.util.List;
import java.util.Optional;

/** The prices that a run goes by: which source, checked by which rules, from which days. */
final class Prices {

  private final RunOptions options;

  Prices(RunOptions options) {
    this.options = options;
  }

  /** Whether they are made up. */
  boolean isSynthetic() {
    return options.inputs.isEmpty();
  }

  /** Finds before any work whether the options about prices can be followed. */
  void check() {
    requireOptionsThatFit();
    if (isSynthetic() || options.layout().csv().isPresent()) {
      published(of(source(options.inputs))); // or says what is wrong with the dates
    } else {
      CsvLayout any = CsvLayout.VENDORS.get(0); // which does not matter for the dates
      published(BarsStage.from(csv(options.inputs).in(any)));
    }
  }

  private void requireOptionsThatFit() {
    if (isSynthetic()) {
      if (options.hasLayout() || options.quarantine) {
        throw options.misuse(
            (options.hasLayout() ? "--layout" : "--quarantine-unreadable") + " needs --input");
      }
      if (options.keepLast) {
        throw options.misuse("--keep-last needs --input, whose rows have an order");
      }
      if (options.lake != null) {
        throw options.misuse("--lake needs --input, the prices to keep");
      }
      return;
    }
    if (options.tickers != null) {
      throw options.misuse("--tickers is for the synthetic market, and --input was given");
    }
    if (options.lake == null && options.inputs.stream().anyMatch(Lake::isUrl)) {
      throw options.misuse(
          "Invalid value for option '--input': a URL needs --lake, which keeps the download");
    }
    options.inputs.forEach(this::requireInput);
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

  /** The market that is made up where there is no input. */
  SyntheticMarket syntheticMarket() {
    try {
      return options.tickers == null
          ? SyntheticMarket.standard()
          : SyntheticMarket.standard().withTickers(options.tickers);
    } catch (IllegalArgumentException e) {
      throw options.misuse("Invalid value for option '--tickers': " + e.getMessage());
    }
  }

  /** What is read, where that is known before the files are looked at. */
  private Source<Bar> source(List<String> locations) {
    return isSynthetic()
        ? syntheticMarket()
        : csv(locations).in(options.layout().csv().orElseThrow());
  }

  /** What is read; the layout of files is found, unless it was named. */
  Source<Bar> source(List<String> locations, RunningEngine running, Progress progress) {
    if (isSynthetic() || options.layout().csv().isPresent()) {
      return source(locations);
    }
    CsvSource found = running.detectLayout(csv(locations));
    progress.begins("layout: " + found.layout().name());
    return found;
  }

  private CsvFiles csv(List<String> locations) {
    CsvFiles files = CsvFiles.at(locations);
    return options.quarantine ? files.quarantiningUnreadableFiles() : files;
  }

  /** The checked prices of a source, of all days. */
  BarsStage of(Source<Bar> source) {
    BarRules rules = BarRules.standard();
    rules = options.keepLast ? rules.keepingLastOfRepeatedDays() : rules;
    rules = options.maxRejected == null ? rules : rules.failingAbove(options.maxRejected);
    BarsStage prices = BarsStage.from(source).checkedBy(rules);
    if (options.raw && !source.basis().equals(Optional.of(Basis.RAW))) {
      throw options.misuse("--raw needs prices as traded, with --layout alphavantage");
    }
    return options.raw ? prices : prices.splitAdjusted();
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
