package io.github.marketvolume.intake;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.files.InputFile;
import io.github.marketvolume.files.LineReader;
import java.io.Closeable;
import java.io.IOException;

/** Fetches the texts of lines of a split again, in one pass over it. */
public final class CsvTexts implements Closeable {

  private final InputFile file;
  private final LineReader lines;
  private long number;

  /**
   * Begins at the start of a split.
   *
   * @param charset the charset of the file; a file in another than UTF-8 is one split
   * @throws IOException if the file cannot be read
   */
  public CsvTexts(CsvSplit split, InputFile file, String charset) throws IOException {
    this.file = file;
    boolean first = split.start() == 0;
    lines = new LineReader(first ? CsvBars.opened(file, charset) : file.open(split.start() - 1));
    if (!first) {
      lines.passRest(Long.MAX_VALUE);
    }
  }

  /** Whether the pass has gone beyond this line, counted from the start of the split. */
  public boolean isBeyond(long line) {
    return number > line;
  }

  /**
   * The text of a line.
   *
   * @param line counted from the start of the split; no line that the pass is beyond
   * @throws IOException if there is no such line any more, or the file cannot be read
   */
  public String text(long line) throws IOException {
    while (number < line) {
      if (!lines.next()) {
        throw new IOException(file.location() + " changed while it was read");
      }
      number++;
    }
    return CsvBars.text(lines);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
