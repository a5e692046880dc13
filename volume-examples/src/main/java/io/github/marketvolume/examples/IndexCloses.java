package io.github.marketvolume.examples;

import io.github.marketvolume.error.SourceException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The daily closes of an index in a CSV file without quotes. Its header has the columns {@code
 * Date} and {@code Close}, in any case and among others; dates are such as 2010-01-31. A {@link
 * io.github.marketvolume.io.CsvSource} would ask for volumes too, which many indices do not have.
 */
final class IndexCloses {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final SortedMap<LocalDate, Double> closes = new TreeMap<>();

  private IndexCloses(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws SourceException if it cannot be read, or a line has no date or no positive close, or
   *     repeats a date
   */
  static SortedMap<LocalDate, Double> of(Path file) {
    IndexCloses index = new IndexCloses(file);
    index.readAll();
    return index.closes;
  }

  private void readAll() {
    List<String> lines = lines();
    String first = lines.isEmpty() ? "" : lines.get(0);
    List<String> header =
        Arrays.stream(first.replace(BYTE_ORDER_MARK, "").split(",", -1)).map(String::trim).toList();
    int date = position(header, "Date");
    int close = position(header, "Close");
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        List<String> cells = Arrays.stream(lines.get(i).split(",", -1)).map(String::trim).toList();
        if (cells.size() != header.size()) {
          throw failure(
              i, cells.size() + " cells, and the header has " + header.size() + "; mend the line");
        }
        read(i, cells.get(date), cells.get(close));
      }
    }
    if (closes.isEmpty()) {
      throw new SourceException(file + " has no closes; give a file with daily closes of an index");
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new SourceException(file + " is not a text in UTF-8; give a CSV file", e);
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private int position(List<String> header, String column) {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).equalsIgnoreCase(column)) {
        return i;
      }
    }
    throw failure(0, "no column " + column + "; give a CSV file whose header has Date and Close");
  }

  private void read(int line, String dateCell, String closeCell) {
    LocalDate date;
    try {
      date = LocalDate.parse(dateCell);
    } catch (DateTimeParseException e) {
      throw failure(line, "'" + dateCell + "' is not a date such as 2010-01-31; mend the line");
    }
    double close;
    try {
      close = Double.parseDouble(closeCell);
    } catch (NumberFormatException e) {
      close = Double.NaN;
    }
    if (!Double.isFinite(close) || close <= 0) {
      throw failure(
          line, "'" + closeCell + "' is not a positive close; mend the line, or leave it out");
    }
    if (closes.put(date, close) != null) {
      throw failure(line, date + " comes twice; leave one of its lines out");
    }
  }

  private SourceException failure(int line, String problem) {
    return new SourceException(file + ":" + (line + 1) + ": " + problem);
  }
}
