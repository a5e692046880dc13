package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.SafeText;

/**
 * A folder of CSV files: comma-separated, a header in each, ISO dates, missing values empty. It
 * must not exist, unless it may be replaced. An immutable value.
 *
 * @param location the folder: a path or a URI
 * @param replacesExisting whether an existing folder is replaced as a whole when the run succeeds
 * @param guardsFormulas whether a text that a spreadsheet would compute gets an apostrophe first
 */
public record CsvSink(String location, boolean replacesExisting, boolean guardsFormulas)
    implements FolderSink {

  /** The first characters of texts that a spreadsheet takes for formulas. */
  private static final String FORMULA = "=+-@\t\r\n";

  public CsvSink {
    Arguments.required(location, "location");
    FolderSink.requireLocation(location);
  }

  public static CsvSink at(String location) {
    return new CsvSink(location, false, false);
  }

  /** The same folder, replaced if it exists. */
  @Override
  public CsvSink replacingExisting() {
    return new CsvSink(location, true, guardsFormulas);
  }

  /**
   * The same folder for readers who open the files in a spreadsheet, which computes a cell that
   * looks like a formula: a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab
   * or a line end gets an apostrophe before it. Numbers and dates stay as they are. Without this, a
   * text is written unchanged.
   */
  public CsvSink guardingFormulas() {
    return new CsvSink(location, replacesExisting, true);
  }

  /** A text as it is written to a file. */
  public String cell(String text) {
    return guardsFormulas && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
        ? "'" + text
        : text;
  }

  @Override
  public String describe() {
    return SafeText.location(location) + (guardsFormulas ? " (CSV, formulas guarded)" : " (CSV)");
  }

  /** The sink without the secrets that its location may have. */
  @Override
  public String toString() {
    return "CsvSink[" + describe() + (replacesExisting ? ", replacing]" : "]");
  }
}
