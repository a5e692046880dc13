package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Bars in CSV files, one line a bar. A location is a file, a folder (its files, not those of
 * folders below), or a glob such as {@code raw/*.csv.gz}; {@code .gz} is unpacked. Names that begin
 * with a dot or an underscore are hidden, unless the location names them. Lines end in LF or CRLF.
 * Some of several files may have no rows: a header only, or nothing at all. An immutable value.
 *
 * <p>{@link CsvFiles} detects an unknown layout from the headers.
 *
 * @param locations paths or URIs; files that several of them name are read once. Secrets in a URI
 *     are used to open it, and not shown
 * @param layout the names and formats of the columns
 * @param quarantinesUnreadable whether a file that is not what it claims to be is rejected as one
 *     row, and the others are read; if not, it fails the run
 */
public record CsvSource(List<String> locations, CsvLayout layout, boolean quarantinesUnreadable)
    implements Source<Bar> {

  public CsvSource {
    Arguments.requiredAll(locations, "locations");
    Arguments.required(layout, "layout");
    locations = Locations.of(locations, "CSV");
    requireKeys(layout);
  }

  /** Fails unless a layout has what every bar needs. */
  static void requireKeys(CsvLayout layout) {
    if (!layout.headers().containsKey(BarColumn.TRADE_DATE)
        || !layout.headers().containsKey(BarColumn.VOLUME)) {
      throw new InvalidPlanException(
          "layout "
              + layout.name()
              + " lacks a date or a volume; declare both with date(...) and"
              + " volume(...)");
    }
  }

  /** One file, folder or glob; a file that cannot be read fails the run. */
  public static CsvSource at(String location, CsvLayout layout) {
    return new CsvSource(List.of(Arguments.required(location, "location")), layout, false);
  }

  /** Several files, folders or globs. */
  public static CsvSource at(List<String> locations, CsvLayout layout) {
    return new CsvSource(locations, layout, false);
  }

  /**
   * The same files; a file that is empty, truncated, a web page or an error text is rejected under
   * {@code file-is-readable} instead of failing the run. A header that does not fit the layout
   * counts too. A line of more than 1 MB is rejected by itself.
   */
  public CsvSource quarantiningUnreadableFiles() {
    return new CsvSource(locations, layout, true);
  }

  @Override
  public Optional<Basis> basis() {
    return layout.basis();
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return layout.headers().keySet().stream()
        .filter(BarColumn::isOptional)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String describe() {
    return Locations.shown(locations)
        + " (CSV, "
        + layout.describe()
        + (quarantinesUnreadable ? ", unreadable files quarantined)" : ")");
  }

  /** The source without the secrets that its locations may have. */
  @Override
  public String toString() {
    return "CsvSource[" + describe() + "]";
  }
}
