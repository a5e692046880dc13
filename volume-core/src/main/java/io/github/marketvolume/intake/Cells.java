package io.github.marketvolume.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The cells of one line, as trimmed ranges of bytes, without their quotes. */
public final class Cells {

  private final byte delimiter;
  private byte[] bytes = {};
  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];

  /** Cells that this character separates. */
  public Cells(char delimiter) {
    this.delimiter = (byte) delimiter;
  }

  /** Splits a line; false if a quote in it is not closed. */
  public boolean split(byte[] line, int start, int end) {
    bytes = line;
    count = 0;
    int i = start;
    while (true) {
      int cellStart = i;
      while (cellStart < end && isSpace(line[cellStart]) && line[cellStart] != delimiter) {
        cellStart++;
      }
      if (cellStart < end && line[cellStart] == '"') {
        i = unquote(line, cellStart, end);
        if (i < 0) {
          return false;
        }
      } else {
        while (i < end && line[i] != delimiter) {
          i++;
        }
        int cellEnd = i;
        while (cellEnd > cellStart && isSpace(line[cellEnd - 1])) {
          cellEnd--;
        }
        add(Math.min(cellStart, cellEnd), cellEnd);
      }
      if (i >= end) {
        return true;
      }
      i++;
    }
  }

  /**
   * Takes a quoted cell. A doubled quote, which stands for one, stays as it is: no number, date or
   * symbol has one.
   *
   * @return where the cell ends; -1 if it does not
   */
  private int unquote(byte[] line, int quote, int end) {
    int close = quote + 1;
    while (close < end && (line[close] != '"' || isQuote(line, close + 1, end))) {
      close += line[close] == '"' ? 2 : 1;
    }
    int after = close + 1;
    while (after < end && line[after] != delimiter) {
      if (!isSpace(line[after])) {
        return -1;
      }
      after++;
    }
    if (close >= end) {
      return -1;
    }
    int cellStart = quote + 1;
    int cellEnd = close;
    while (cellStart < cellEnd && isSpace(line[cellStart])) {
      cellStart++;
    }
    while (cellEnd > cellStart && isSpace(line[cellEnd - 1])) {
      cellEnd--;
    }
    add(cellStart, cellEnd);
    return after;
  }

  /** Takes cells that are there already, each trimmed. */
  void take(String[] texts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    count = 0;
    for (String text : texts) {
      int start = all.size();
      all.writeBytes(text.strip().getBytes(UTF_8));
      add(start, all.size());
    }
    bytes = all.toByteArray();
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  /** How many cells the line has. */
  public int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  /** The text of a cell. */
  public String text(int i) {
    return new String(bytes, starts[i], ends[i] - starts[i], UTF_8);
  }

  /** Whether a line has neither cells nor delimiters. */
  public boolean isBlank(byte[] line, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!isSpace(line[i]) || line[i] == delimiter) {
        return false;
      }
    }
    return true;
  }

  private static boolean isQuote(byte[] line, int i, int end) {
    return i < end && line[i] == '"';
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t';
  }
}
