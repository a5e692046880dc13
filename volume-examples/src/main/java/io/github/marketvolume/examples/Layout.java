package io.github.marketvolume.examples;

import io.github.marketvolume.io.CsvLayout;
import java.util.Locale;
import java.util.Optional;

/** The CSV layouts that the command line knows, under the names that it gives them. */
enum Layout {
  /** The one that the files' headers fit. */
  AUTO,
  KAGGLE,
  YAHOO,
  ALPHAVANTAGE,
  FIVE_YEAR;

  /** The layout; empty if it is to be found. */
  Optional<CsvLayout> csv() {
    return switch (this) {
      case AUTO -> Optional.empty();
      case KAGGLE -> Optional.of(CsvLayout.KAGGLE);
      case YAHOO -> Optional.of(CsvLayout.YAHOO);
      case ALPHAVANTAGE -> Optional.of(CsvLayout.ALPHA_VANTAGE);
      case FIVE_YEAR -> Optional.of(CsvLayout.FIVE_YEAR);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
