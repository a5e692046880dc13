package io.github.marketvolume.io;

import io.github.marketvolume.market.Bar;
import java.util.List;

/**
 * Bars in Parquet files whose columns have the names and types of {@link BarColumn}; {@code
 * trade_date}, {@code ticker} and {@code volume} must be there, prices may be missing, further
 * columns are ignored. An immutable value.
 *
 * @param locations files, folders or globs
 */
public record ParquetSource(List<String> locations) implements Source<Bar> {

  public ParquetSource {
    locations = Locations.of(locations, "Parquet");
  }

  /** One or more files, folders or globs. */
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
