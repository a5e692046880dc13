package io.github.marketvolume.examples;

import io.github.marketvolume.io.CsvLayout;
import java.util.Locale;

/** The CSV layouts that the command line knows, under the names that it gives them. */
enum Layout {
  KAGGLE,
  YAHOO,
  ALPHAVANTAGE,
  FIVE_YEAR;

  CsvLayout csv() {
    return switch (this) {
      case KAGGLE -> CsvLayout.KAGGLE;
      case YAHOO -> CsvLayout.YAHOO;
      case ALPHAVANTAGE -> CsvLayout.ALPHA_VANTAGE;
      case FIVE_YEAR -> CsvLayout.FIVE_YEAR;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
