package io.github.marketvolume.io;

import io.github.marketvolume.error.SafeText;

/**
 * A folder of CSV files: comma-separated, a header in each, ISO dates, missing values empty. It
 * must not exist yet, unless it is to be replaced. An immutable value.
 *
 * @param location the folder: a path or a URI
 * @param replacesExisting whether a folder that exists is replaced, whole, when the run succeeds
 * @param guardsFormulas whether a text that a spreadsheet would compute gets an apostrophe first
 */
public record CsvSink(String location, boolean replacesExisting, boolean guardsFormulas)
    implements FolderSink {

  /** How a text begins that a spreadsheet takes for a formula. */
  private static final String FORMULA = "=+-@\t\r\n";

  public CsvSink {
    FolderSink.requireLocation(location);
  }

  public static CsvSink at(String location) {
    return new CsvSink(location, false, false);
  }

  /** The same folder, replaced if it exists. */
  public CsvSink replacingExisting() {
    return new CsvSink(location, true, guardsFormulas);
  }

  /**
   * The same folder for readers who open the files in a spreadsheet, which computes a cell that
   * looks like a formula: a text that begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab
   * or a line end gets an apostrophe before it. Numbers and dates stay as they are. Without this, a
   * text is written as it is, and comes back so.
   */
  public CsvSink guardingFormulas() {
    return new CsvSink(location, replacesExisting, true);
  }

  /** A text as a file gets it. */
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
