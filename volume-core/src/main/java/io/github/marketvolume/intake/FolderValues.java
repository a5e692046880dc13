package io.github.marketvolume.intake;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.ParquetLayout;
import io.github.marketvolume.market.BarColumn;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
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

  private static final Pattern SUFFIX =
      Pattern.compile("(?<=.)(\\.(snappy|gz|gzip|zstd))?\\.[^.]*$");

  private final String file;
  private final @Nullable ParquetLayout layout;

  /** The names of the folders, by column. */
  private final Map<BarColumn, String> folders = new EnumMap<>(BarColumn.class);

  private FolderValues(String file, @Nullable ParquetLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * The values of a file's folders.
   *
   * @param match the file, or the folder above it, that a location named or a glob matched
   * @param file the file
   * @param layout the names of the columns; null for those of this library
   */
  public static FolderValues of(String match, String file, @Nullable ParquetLayout layout) {
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
    FolderValues values = new FolderValues(file, layout);
    for (String name : names) { // from the highest to the lowest, which counts most
      BarColumn column = values.columnOf(name);
      if (column != null) {
        values.folders.put(column, name);
      }
    }
    return values;
  }

  private @Nullable BarColumn columnOf(String folder) {
    int equals = folder.indexOf('=');
    if (equals > 0) {
      String name = unescaped(folder.substring(0, equals));
      for (BarColumn column : BarColumn.values()) {
        String known =
            column == BarColumn.TICKER && isNamedByTicker()
                ? column.columnName()
                : ParquetFiles.nameOf(column, layout);
        if (name.equalsIgnoreCase(known)) {
          return column;
        }
      }
    }
    return null;
  }

  /** The columns that folders are named by, and the ticker where the file is named by it. */
  Set<BarColumn> columns() {
    Set<BarColumn> columns = EnumSet.noneOf(BarColumn.class);
    columns.addAll(folders.keySet());
    if (isNamedByTicker()) {
      columns.add(BarColumn.TICKER);
    }
    return columns;
  }

  private boolean isNamedByTicker() {
    return layout != null && !layout.columns().containsKey(BarColumn.TICKER);
  }

  /** The ticker; null where it is missing. */
  public @Nullable String ticker() {
    return isNamedByTicker() && !folders.containsKey(BarColumn.TICKER)
        ? SUFFIX.matcher(file.substring(file.lastIndexOf('/') + 1)).replaceFirst("")
        : value(BarColumn.TICKER);
  }

  /**
   * The day, counted from 1970-01-01; {@link RawBar#NO_DAY} where it is missing.
   *
   * @throws SourceException if the folder is not named by a date
   */
  public int epochDay() {
    String value = value(BarColumn.TRADE_DATE);
    if (value == null) {
      return RawBar.NO_DAY;
    }
    String pattern = layout == null ? CsvLayout.ISO_DATE : layout.datePattern();
    int day = new DateForm(null, pattern).day(value);
    if (day == RawBar.NO_DAY) {
      throw unfit(
          BarColumn.TRADE_DATE,
          layout == null ? "a date such as 2020-01-31" : "a date of the form " + pattern);
    }
    return day;
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
      throw unfit(column, "a number");
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

  private SourceException unfit(BarColumn column, String expected) {
    return new SourceException(
        Excerpt.of(file)
            + ": the folder "
            + Excerpt.of(folders.getOrDefault(column, ""))
            + " is not named by "
            + expected
            + "; rename it, or put the column into the file");
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

  /** Checks the rows of one file, after what its folders are named by was put into them. */
  public static final class FileBars {

    private final TypedBars bars;
    private final boolean hasTicker;
    private final boolean hasDay;
    private final @Nullable String ticker;
    private final int epochDay;
    private final List<BarColumn> columns = new ArrayList<>();
    private final double[] numbers = new double[RawBar.FIELDS];

    /**
     * Rows to come.
     *
     * @param bars where they go
     * @param folders the columns that are taken from the folders
     * @param values what the folders are named by
     */
    public FileBars(TypedBars bars, Set<BarColumn> folders, FolderValues values) {
      this.bars = bars;
      this.hasTicker = folders.contains(BarColumn.TICKER);
      this.hasDay = folders.contains(BarColumn.TRADE_DATE);
      this.ticker = hasTicker ? values.ticker() : null;
      this.epochDay = hasDay ? values.epochDay() : RawBar.NO_DAY;
      for (BarColumn column : BarColumn.fields()) {
        if (folders.contains(column)) {
          columns.add(column);
          numbers[RawBar.place(column)] = values.field(column);
        }
      }
    }

    /**
     * Adds a row as the file has it.
     *
     * @see TypedBars#add(String, int, double[])
     */
    public void add(@Nullable String rowTicker, int rowDay, double[] fields) {
      complete(fields);
      bars.add(hasTicker ? ticker : rowTicker, hasDay ? epochDay : rowDay, fields);
    }

    /**
     * Adds a row as the file has it, whose date is a text.
     *
     * @see TypedBars#add(String, String, DateForm, double[])
     */
    public void add(
        @Nullable String rowTicker, @Nullable String rowDate, DateForm form, double[] fields) {
      complete(fields);
      bars.add(hasTicker ? ticker : rowTicker, rowDate, form, fields);
    }

    private void complete(double[] fields) {
      for (BarColumn column : columns) {
        fields[RawBar.place(column)] = numbers[RawBar.place(column)];
      }
    }
  }
}
