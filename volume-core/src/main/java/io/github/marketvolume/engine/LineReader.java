package io.github.marketvolume.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines as ranges of a byte buffer, ended by LF or CRLF; the last one may be unended. */
final class LineReader implements Closeable {

  /** Longer lines are not text that a person or a vendor wrote. */
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 17];
  private int limit;
  private int next;
  private boolean exhausted;

  private int start;
  private int end;
  private long consumed;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false when there is none. */
  boolean next() throws IOException {
    int scan = next;
    while (true) {
      while (scan < limit && buffer[scan] != '\n') {
        scan++;
      }
      if (scan < limit) {
        take(scan, scan + 1);
        return true;
      }
      if (exhausted) {
        if (next == limit) {
          return false;
        }
        take(limit, limit);
        return true;
      }
      int unread = limit - next;
      fill();
      scan = next + unread;
    }
  }

  private void take(int lineEnd, int nextStart) throws UnfitFileException {
    requireLine(lineEnd - next);
    start = next;
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    consumed += nextStart - next;
    next = nextStart;
  }

  /** Fails if so many bytes are too many for a line. */
  static void requireLine(int length) throws UnfitFileException {
    if (length > MAX_LINE) {
      throw new UnfitFileException("has a line of more than 1 MB");
    }
  }

  private void fill() throws IOException {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      limit -= next;
      next = 0;
    }
    if (limit == buffer.length) {
      requireLine(limit - 1);
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      exhausted = true;
    } else {
      limit += count;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  int start() {
    return start;
  }

  /** Where the line ends in the buffer, its terminator not included. */
  int end() {
    return end;
  }

  /** How many bytes the lines so far took, terminators included. */
  long consumed() {
    return consumed;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
