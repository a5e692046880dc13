package io.github.marketvolume.files;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Reads lines as ranges of a byte buffer, ended by LF or CRLF; the last one may be unended. */
public final class LineReader implements Closeable {

  /** Longer lines are not text that a person or a vendor wrote. */
  public static final int MAX_LINE = 1 << 20;

  /** How much of a line that is too long is kept, to be shown. */
  public static final int KEPT_OF_LONG_LINE = 1 << 10;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 17];
  private int limit;
  private int next;
  private boolean exhausted;

  private int start;
  private int end;
  private boolean tooLong;
  private long consumed;

  /** Reads lines from unpacked bytes; the stream is closed with this reader. */
  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Moves to the next line; false when there is none. Of a line that is {@link #isTooLong} only the
   * beginning is kept, however long it is.
   */
  public boolean next() throws IOException {
    tooLong = false;
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
      if (isTooLong(unread)) {
        takeLongLine();
        return true;
      }
      fill();
      scan = next + unread;
    }
  }

  private void take(int lineEnd, int nextStart) {
    start = next;
    tooLong = isTooLong(lineEnd - start);
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    consumed += nextStart - next;
    next = nextStart;
  }

  /** Takes the line that fills the buffer, and of which there is more. */
  private void takeLongLine() throws IOException {
    System.arraycopy(buffer, next, buffer, 0, KEPT_OF_LONG_LINE);
    consumed += limit - next;
    next = limit;
    passRest(KEPT_OF_LONG_LINE, Long.MAX_VALUE);
    start = 0;
    end = KEPT_OF_LONG_LINE;
    tooLong = true;
  }

  /**
   * Passes over the rest of a line, with its terminator.
   *
   * @param most after how many bytes in all, those before included, it need not be looked for
   */
  public void passRest(long most) throws IOException {
    passRest(0, most);
  }

  private void passRest(int free, long most) throws IOException {
    while (true) {
      int from = next;
      while (next < limit) {
        if (buffer[next++] == '\n') {
          consumed += next - from;
          return;
        }
      }
      consumed += next - from;
      if (consumed > most) {
        return;
      }
      int count = in.read(buffer, free, buffer.length - free);
      next = free;
      limit = free + Math.max(0, count);
      if (count < 0) {
        exhausted = true;
        return;
      }
    }
  }

  /** Whether so many bytes, without the line feed, are too many for a line. */
  public static boolean isTooLong(int length) {
    return length > MAX_LINE;
  }

  /** The failure of a file with a line that is too long. */
  public static UnfitFileException tooLongALine() {
    return new UnfitFileException("has a line of more than 1 MB");
  }

  private void fill() throws IOException {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      limit -= next;
      next = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      exhausted = true;
    } else {
      limit += count;
    }
  }

  /** The bytes in which the line lies; valid until the next one is asked for. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  public int start() {
    return start;
  }

  /** Where the line ends in the buffer, its terminator not included. */
  public int end() {
    return end;
  }

  /** Whether the line is longer than any line may be; then only its beginning need be there. */
  public boolean isTooLong() {
    return tooLong;
  }

  /** What comes after the line, for another reader; this one reads no more. */
  public InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(buffer, next, limit - next), in);
  }

  /** How many bytes the lines so far took, terminators included. */
  public long consumed() {
    return consumed;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
