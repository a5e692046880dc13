package io.github.marketvolume.examples;

import io.github.marketvolume.io.CsvLayout;
import java.util.Locale;

/** The CSV layouts that the command line knows, under the names that it gives them. */
enum Layout {
  KAGGLE(CsvLayout.KAGGLE),
  YAHOO(CsvLayout.YAHOO),
  ALPHAVANTAGE(CsvLayout.ALPHA_VANTAGE),
  FIVE_YEAR(CsvLayout.FIVE_YEAR);

  @SuppressWarnings("ImmutableEnumChecker") // a record of copies: nothing in it changes
  private final CsvLayout csv;

  Layout(CsvLayout csv) {
    this.csv = csv;
  }

  CsvLayout csv() {
    return csv;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
