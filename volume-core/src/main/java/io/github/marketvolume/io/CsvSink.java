package io.github.marketvolume.io;

/**
 * A folder of CSV files: comma-separated, a header in each, ISO dates, missing values empty. It
 * must not exist yet, unless it is to be replaced. An immutable value.
 *
 * @param location the folder: a path or a URI
 * @param replacesExisting whether a folder that exists is replaced, whole, when the run succeeds
 */
public record CsvSink(String location, boolean replacesExisting) implements FolderSink {

  public CsvSink {
    FolderSink.requireLocation(location);
  }

  public static CsvSink at(String location) {
    return new CsvSink(location, false);
  }

  /** The same folder, replaced if it exists. */
  public CsvSink replacingExisting() {
    return new CsvSink(location, true);
  }

  @Override
  public String describe() {
    return location + " (CSV)";
  }
}
