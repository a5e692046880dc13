package io.github.marketvolume.files;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a CSV file that is read by itself: the lines that begin in a range of bytes. A packed
 * file is one split.
 *
 * @param number its place among all splits of the source, from 0
 * @param location the file
 * @param start the first byte of the range
 * @param end the byte after the range
 */
public record CsvSplit(int number, String location, long start, long end) implements Serializable {

  private static final int LINE_BITS = 40;

  /** The splits of a file, about {@code size} bytes each, numbered from {@code first} on. */
  public static List<CsvSplit> of(String location, long length, int first, long size) {
    List<CsvSplit> splits = new ArrayList<>();
    if (location.endsWith(".gz")) {
      splits.add(new CsvSplit(first, location, 0, Long.MAX_VALUE));
      return splits;
    }
    long start = 0;
    do {
      long end = length - start < size + size / 2 ? length : start + size;
      splits.add(new CsvSplit(first + splits.size(), location, start, end));
      start = end;
    } while (start < length);
    return splits;
  }

  /** A row's place as one number: this split and a line counted from its start. */
  public long position(long line) {
    return ((long) number << LINE_BITS) | line;
  }

  /** The split's number in a {@link #position}. */
  public static int splitOf(long position) {
    return (int) (position >>> LINE_BITS);
  }

  /** The line, counted from the split's start, in a {@link #position}. */
  public static long lineOf(long position) {
    return position & ((1L << LINE_BITS) - 1);
  }
}
