package io.github.marketvolume.io;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.List;

/**
 * Bars in Parquet files whose columns have the names of {@link BarColumn}, in any case and order;
 * {@code trade_date} is a date, {@code ticker} a string, and the others are numbers of any type.
 * {@code trade_date}, {@code ticker} and {@code volume} must be in each file with rows, prices may
 * be missing, further columns are ignored. A column that a file lacks may be the name of a folder
 * below the location instead, Hive style ({@code ticker=AAPL}). An immutable value.
 *
 * @param locations files, folders with all folders below them, or globs
 */
public record ParquetSource(List<String> locations) implements Source<Bar> {

  public ParquetSource {
    locations = Locations.of(locations, "Parquet");
  }

  /** One or more files, folders with all folders below them, or globs. */
  public static ParquetSource at(String... locations) {
    return new ParquetSource(List.of(locations));
  }

  @Override
  public String describe() {
    return Locations.shown(locations) + " (Parquet)";
  }

  /** The source without the secrets that its locations may have. */
  @Override
  public String toString() {
    return "ParquetSource[" + describe() + "]";
  }
}
