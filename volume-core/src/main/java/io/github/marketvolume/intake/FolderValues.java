package io.github.marketvolume.intake;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.market.BarColumn;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a bar's columns that the folders of a file are named by, Hive style: {@code
 * ticker=AAPL}. The folders below a location count. Of the location itself, the folders that it
 * ends with do, as long as all of them have such names: {@code daily/ticker=AAPL} and {@code
 * daily/ticker=AAPL/part-0.parquet} are of one ticker, {@code ticker=ALL/daily} is not.
 */
public final class FolderValues implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What a folder is named by where the value is missing. */
  public static final String MISSING = "__HIVE_DEFAULT_PARTITION__";

  /** What a folder is named by where the value is that very text. */
  public static final String LIKE_MISSING = "%5F" + MISSING.substring(1);

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");

  private final String file;

  /** The names of the folders, by column. */
  private final Map<BarColumn, String> folders = new EnumMap<>(BarColumn.class);

  private FolderValues(String file) {
    this.file = file;
  }

  /**
   * The values of a file's folders.
   *
   * @param match the file, or the folder above it, that a location named or a glob matched
   * @param file the file
   */
  public static FolderValues of(String match, String file) {
    Deque<String> names = new ArrayDeque<>();
    int end = file.lastIndexOf('/');
    while (end > 0) {
      int begin = file.lastIndexOf('/', end - 1) + 1;
      String name = file.substring(begin, end);
      if (end <= match.length() && name.indexOf('=') <= 0) {
        break;
      }
      names.push(name);
      end = begin - 1;
    }
    FolderValues values = new FolderValues(file);
    for (String name : names) { // from the highest to the lowest, which counts most
      BarColumn column = columnOf(name);
      if (column != null) {
        values.folders.put(column, name);
      }
    }
    return values;
  }

  private static @Nullable BarColumn columnOf(String folder) {
    int equals = folder.indexOf('=');
    if (equals > 0) {
      String name = unescaped(folder.substring(0, equals));
      for (BarColumn column : BarColumn.values()) {
        if (column.columnName().equalsIgnoreCase(name)) {
          return column;
        }
      }
    }
    return null;
  }

  /** The columns that folders are named by. */
  public Set<BarColumn> columns() {
    return folders.keySet();
  }

  /** The ticker; null where it is missing. */
  public @Nullable String ticker() {
    return value(BarColumn.TICKER);
  }

  /**
   * The day, counted from 1970-01-01; {@link RawBar#NO_DAY} where it is missing.
   *
   * @throws SourceException if the folder is not named by a date
   */
  public int epochDay() {
    String value = value(BarColumn.TRADE_DATE);
    try {
      return value == null ? RawBar.NO_DAY : Math.toIntExact(LocalDate.parse(value).toEpochDay());
    } catch (DateTimeParseException e) {
      throw unfit(BarColumn.TRADE_DATE, "a date such as 2020-01-31", e);
    }
  }

  /**
   * A field; NaN where it is missing.
   *
   * @throws SourceException if the folder is not named by a number
   */
  public double field(BarColumn column) {
    String value = value(column);
    if (value == null) {
      return Double.NaN;
    }
    if (!NUMBER.matcher(value).matches()) {
      throw unfit(column, "a number", null);
    }
    return Double.parseDouble(value);
  }

  /** Fails if the folder of a column is not named by a value of its type. */
  public void requireFit(BarColumn column) {
    switch (column.unit()) {
      case SYMBOL -> ticker();
      case DATE -> epochDay();
      default -> field(column);
    }
  }

  private @Nullable String value(BarColumn column) {
    String folder = folders.get(column);
    String raw = folder == null ? MISSING : folder.substring(folder.indexOf('=') + 1);
    return raw.equals(MISSING) ? null : unescaped(raw);
  }

  private SourceException unfit(BarColumn column, String expected, @Nullable Throwable cause) {
    return new SourceException(
        Excerpt.of(file)
            + ": the folder "
            + Excerpt.of(folders.getOrDefault(column, ""))
            + " is not named by "
            + expected
            + "; rename it, or put the column into the file",
        cause);
  }

  /** A text without its escapes, which are the bytes of UTF-8 in hexadecimal: {@code %2F}. */
  private static String unescaped(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        plain.write(high << 4 | low);
        i += 2;
      } else {
        plain.write(bytes[i]);
      }
    }
    return plain.toString(StandardCharsets.UTF_8);
  }
}
