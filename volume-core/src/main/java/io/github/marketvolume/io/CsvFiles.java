package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import java.util.List;

/**
 * CSV files of bars with an unknown layout. This is not a source: {@code detectLayout} of {@code
 * LocalRunner} and {@code SparkRunner} looks at the header of every file and makes a {@link
 * CsvSource} of them. An immutable value.
 *
 * <p>A layout fits a file if the header has the layout's date, its volume and, where it declares
 * one, its ticker. Of the layouts that fit, the one that names most of the header's columns is the
 * file's; columns of prices may be missing then. All files must have the same layout.
 *
 * @param locations files, folders or globs, as for {@link CsvSource}
 * @param candidates the layouts that files may have, each with a date and a volume
 * @param quarantinesUnreadable whether a file that is not what it claims to be, or that no layout
 *     fits, is quarantined; if not, it is an error
 */
public record CsvFiles(
    List<String> locations, List<CsvLayout> candidates, boolean quarantinesUnreadable) {

  public CsvFiles {
    Arguments.requiredAll(locations, "locations");
    Arguments.requiredAll(candidates, "candidates");
    locations = Locations.of(locations, "CSV");
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new InvalidPlanException("there is no layout to choose from; give one at least");
    }
    for (CsvLayout candidate : candidates) {
      CsvSource.requireKeys(candidate);
    }
  }

  /** One file, folder or glob, in one of the four vendors' layouts. */
  public static CsvFiles at(String location) {
    return at(List.of(Arguments.required(location, "location")));
  }

  /** Several files, folders or globs, in one of the four vendors' layouts. */
  public static CsvFiles at(List<String> locations) {
    return new CsvFiles(locations, CsvLayout.VENDORS, false);
  }

  /** The same files, in one of these layouts instead. */
  public CsvFiles among(CsvLayout... layouts) {
    return new CsvFiles(locations, Arguments.list(layouts, "layouts"), quarantinesUnreadable);
  }

  /** The same files; see {@link CsvSource#quarantiningUnreadableFiles}. */
  public CsvFiles quarantiningUnreadableFiles() {
    return new CsvFiles(locations, candidates, true);
  }

  /** The files as a source in this layout. */
  public CsvSource in(CsvLayout layout) {
    return new CsvSource(locations, layout, quarantinesUnreadable);
  }
}
