package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.List;
import java.util.Set;

/**
 * Bars in Parquet files whose columns have the names of {@link BarColumn}, in any case and order;
 * {@code trade_date} is a date, {@code ticker} a string, and the others are numbers of any type.
 * {@code trade_date}, {@code ticker} and {@code volume} must be in each file with rows, prices may
 * be missing, further columns are ignored. A column that a file lacks may be the name of a folder
 * below the location instead, Hive style ({@code ticker=AAPL}). An immutable value.
 *
 * @param locations files, folders with all folders below them, or globs
 * @param optionalColumns the optional columns that the files have; others are ignored
 */
public record ParquetSource(List<String> locations, Set<BarColumn> optionalColumns)
    implements Source<Bar> {

  public ParquetSource {
    Arguments.requiredAll(locations, "locations");
    Arguments.requiredAll(optionalColumns, "optionalColumns");
    locations = Locations.of(locations, "Parquet");
    optionalColumns = BarColumn.optional(optionalColumns);
  }

  /** Files without optional columns. */
  public ParquetSource(List<String> locations) {
    this(locations, Set.of());
  }

  /** One or more files, folders with all folders below them, or globs. */
  public static ParquetSource at(String... locations) {
    return new ParquetSource(Arguments.list(locations, "locations"));
  }

  /**
   * The same files, whose optional columns are read, too.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if a column is not {@linkplain
   *     BarColumn#isOptional optional}
   */
  public ParquetSource having(BarColumn... columns) {
    return new ParquetSource(locations, Set.copyOf(Arguments.list(columns, "columns")));
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
