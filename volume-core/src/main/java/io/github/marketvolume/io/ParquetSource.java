package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bars in Parquet files. Without a layout, their columns have the names of {@link BarColumn}, in
 * any case and order; {@code trade_date} is a date, {@code ticker} a string, and the others are
 * numbers of any type. {@code trade_date}, {@code ticker} and {@code volume} must be in each file
 * with rows, prices may be missing, further columns are ignored. A column that a file lacks may be
 * the name of a folder below the location instead, Hive style ({@code ticker=AAPL}). Files of other
 * names and types of dates need a {@link ParquetLayout}. An immutable value.
 *
 * @param locations files, folders with all folders below them, or globs
 * @param optionalColumns the optional columns that the files have; others are ignored
 * @param layout the names of the columns and the form of the dates; null for those of this library
 */
public record ParquetSource(
    List<String> locations, Set<BarColumn> optionalColumns, @Nullable ParquetLayout layout)
    implements Source<Bar> {

  public ParquetSource {
    Arguments.requiredAll(locations, "locations");
    Arguments.requiredAll(optionalColumns, "optionalColumns");
    locations = Locations.of(locations, "Parquet");
    optionalColumns = BarColumn.optional(optionalColumns);
    if (layout != null) {
      layout.requireKeys();
      if (!layout.optionalColumns().equals(optionalColumns)) {
        throw new InvalidPlanException(
            "layout "
                + layout.name()
                + " names the optional columns of its files; declare them there, with vwap(...) and"
                + " trades(...)");
      }
    }
  }

  /** Files without optional columns. */
  public ParquetSource(List<String> locations) {
    this(locations, Set.of(), null);
  }

  /** One or more files, folders with all folders below them, or globs. */
  public static ParquetSource at(String... locations) {
    return new ParquetSource(Arguments.list(locations, "locations"));
  }

  /** One file, folder or glob, in a layout. */
  public static ParquetSource at(String location, ParquetLayout layout) {
    return at(List.of(Arguments.required(location, "location")), layout);
  }

  /** Several files, folders or globs, in a layout. */
  public static ParquetSource at(List<String> locations, ParquetLayout layout) {
    return new ParquetSource(
        locations, Arguments.required(layout, "layout").optionalColumns(), layout);
  }

  /**
   * The same files, whose optional columns are read, too.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if a column is not {@linkplain
   *     BarColumn#isOptional optional}, or if a layout names the columns
   */
  public ParquetSource having(BarColumn... columns) {
    return new ParquetSource(locations, Set.copyOf(Arguments.list(columns, "columns")), layout);
  }

  @Override
  public Optional<Basis> basis() {
    return layout == null ? Optional.empty() : layout.stated().basis();
  }

  @Override
  public String describe() {
    return Locations.shown(locations)
        + (layout == null ? " (Parquet)" : " (Parquet, " + layout.name() + " layout)");
  }

  /** The source without the secrets that its locations may have. */
  @Override
  public String toString() {
    return "ParquetSource[" + describe() + "]";
  }
}
