package io.github.marketvolume.examples;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.testing.SyntheticMarket;
import java.util.List;
import java.util.Optional;

/** The prices that a run goes by: which source, checked by which rules, from which days. */
final class Prices {

  private final RunOptions options;
  private final CsvPrices files;

  Prices(RunOptions options) {
    this.options = options;
    this.files = new CsvPrices(options);
  }

  /** Whether they are made up. */
  boolean isSynthetic() {
    return options.inputs.isEmpty();
  }

  /** Finds before any work whether the options about prices can be followed. */
  void check() {
    requireOptionsThatFit();
    if (isSynthetic()) {
      published(of(syntheticMarket())); // or says what is wrong with the dates
    } else {
      files.check();
      options.layout().csv().ifPresent(layout -> of(files.in(layout))); // or refuses --raw
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

  /** What is read; the layout of files is found, unless it was named. */
  Source<Bar> source(List<String> locations, RunningEngine running, Progress progress) {
    return isSynthetic() ? syntheticMarket() : files.source(locations, running, progress);
  }

  /** The checked prices of a source, of all days. */
  BarsStage of(Source<Bar> source) {
    BarsStage prices = files.checked(source);
    if (options.raw && !source.basis().equals(Optional.of(Basis.RAW))) {
      throw options.misuse("--raw needs prices as traded, with --layout alphavantage");
    }
    return options.raw ? prices : prices.splitAdjusted();
  }

  /**
   * By which rules the checked prices of a source are read again: fractions that they have stay.
   */
  BarRules rulesOfCheckedBars(Source<Bar> source) {
    boolean isAdjusted = !options.raw && source.basis().equals(Optional.of(Basis.RAW));
    return BarRules.standard()
        .fractionalVolume(isAdjusted ? FractionalVolume.KEEP : options.fractionalVolume());
  }

  /** Those of the days that are published. */
  BarsStage published(BarsStage all) {
    return files.published(all);
  }
}
