package io.github.marketvolume.intake;

import io.github.marketvolume.files.UnfitFileException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the CSV files of a source may be.
 *
 * @param layout their layout
 * @param quarantinesUnreadable whether a file that is not what it claims to be is a rejected row,
 *     and so is a line that is too long to be one, whose file is not what it claims to be otherwise
 * @param mayHaveNoRows whether a file without rows is one, as a part of a folder may be
 */
public record CsvFormat(CsvLayout layout, boolean quarantinesUnreadable, boolean mayHaveNoRows)
    implements Serializable {

  /**
   * The format of a source's files.
   *
   * @param files how many there are
   */
  public static CsvFormat of(CsvSource source, int files) {
    return new CsvFormat(source.layout(), source.quarantinesUnreadable(), files > 1);
  }

  /**
   * Fails if a file without any text, not even a header, is none of this format: one that is named
   * after its ticker was to have bars of it.
   */
  void requireText() throws UnfitFileException {
    if (!mayHaveNoRows || layout.tickerIsFileName()) {
      throw new UnfitFileException("is empty");
    }
  }

  /** What is wrong with a file that has a header only; null if nothing is. */
  public @Nullable String problemWithoutRows() {
    return mayHaveNoRows ? null : "has a header and no rows";
  }
}
