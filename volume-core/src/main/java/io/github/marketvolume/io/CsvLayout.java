package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A vendor's layout of bars in CSV: the header of each column, the format of dates, the text for a
 * missing value, and whether the ticker is a column or the file's name. This class has four
 * vendors' layouts; declare your own with {@link #named}. An immutable value.
 *
 * <p>A layout can read a file whose header has all the layout's columns, in any order; further
 * columns are ignored. Cells are trimmed, and may be quoted by {@code "}. An empty cell is missing.
 *
 * @param name the name in reports
 * @param delimiter what separates cells
 * @param headers the header of each column; no ticker column when it is the file's name
 * @param datePattern how dates are written, in the letters of {@link DateTimeFormatter}
 * @param missing further texts that stand for a missing value
 * @param stated the basis of prices and volumes; unstated if the layout does not state it
 */
public record CsvLayout(
    String name,
    char delimiter,
    Map<BarColumn, String> headers,
    String datePattern,
    Set<String> missing,
    StatedBasis stated)
    implements Serializable {

  /** The date pattern of ISO 8601. */
  public static final String ISO_DATE = "uuuu-MM-dd";

  /**
   * Kaggle "S&amp;P 500 stocks", split-adjusted: {@code Date,Symbol,Adj
   * Close,Close,High,Low,Open,Volume}.
   */
  public static final CsvLayout KAGGLE =
      named("kaggle")
          .date("Date")
          .ticker("Symbol")
          .prices("Open", "High", "Low", "Close")
          .adjClose("Adj Close")
          .volume("Volume")
          .basis(Basis.SPLIT_ADJUSTED);

  /**
   * Yahoo Finance, one file a ticker, split-adjusted: {@code Date,Open,High,Low,Close,Adj
   * Close,Volume}, {@code null} for missing.
   */
  public static final CsvLayout YAHOO =
      named("yahoo")
          .date("Date")
          .prices("Open", "High", "Low", "Close")
          .adjClose("Adj Close")
          .volume("Volume")
          .missing("null")
          .basis(Basis.SPLIT_ADJUSTED);

  /**
   * AlphaVantage daily adjusted, one file a ticker: {@code
   * timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient}. Prices
   * and volumes are raw, except the adjusted close.
   */
  public static final CsvLayout ALPHA_VANTAGE =
      named("alphavantage")
          .date("timestamp")
          .prices("open", "high", "low", "close")
          .adjClose("adjusted_close")
          .volume("volume")
          .splitCoefficient("split_coefficient");

  /** Kaggle "S&amp;P 500 5yr", split-adjusted: {@code date,open,high,low,close,volume,Name}. */
  public static final CsvLayout FIVE_YEAR =
      named("five-year")
          .date("date")
          .ticker("Name")
          .prices("open", "high", "low", "close")
          .volume("volume")
          .basis(Basis.SPLIT_ADJUSTED);

  /** The four vendors' layouts. */
  public static final List<CsvLayout> VENDORS = List.of(KAGGLE, YAHOO, ALPHA_VANTAGE, FIVE_YEAR);

  public CsvLayout {
    Arguments.required(name, "name");
    Arguments.required(headers, "headers");
    Arguments.required(datePattern, "datePattern");
    Arguments.requiredAll(missing, "missing");
    Arguments.required(stated, "stated");
    headers = Map.copyOf(headers);
    missing = Set.copyOf(missing);
    requireSeparator(name, delimiter);
    requireWholeDates(name, datePattern);
    if (headers.containsKey(BarColumn.SPLIT_COEFFICIENT) && stated != StatedBasis.RAW) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " has split coefficients, which turn raw shares into adjusted ones, and is not raw;"
              + " leave the coefficients out");
    }
    if (headers.size() != Set.copyOf(headers.values()).size()) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " reads two columns from one header; name each header once: "
              + new TreeSet<>(headers.values()));
    }
  }

  /** A new layout, comma-separated with ISO dates, that has no columns yet. */
  public static CsvLayout named(String name) {
    return new CsvLayout(name, ',', Map.of(), ISO_DATE, Set.of(), StatedBasis.UNSTATED);
  }

  /** In which shares prices and volumes count; empty where the layout does not say. */
  public Optional<Basis> basis() {
    return stated.basis();
  }

  /** The header of the date column. */
  public CsvLayout date(String header) {
    return with(BarColumn.TRADE_DATE, header);
  }

  /**
   * The header of the ticker column; without one, the ticker is the file's name up to its suffix.
   */
  public CsvLayout ticker(String header) {
    return with(BarColumn.TICKER, header);
  }

  /** The headers of the four price columns. */
  public CsvLayout prices(String open, String high, String low, String close) {
    Arguments.required(open, "open");
    Arguments.required(high, "high");
    Arguments.required(low, "low");
    Arguments.required(close, "close");
    return with(BarColumn.OPEN, open)
        .with(BarColumn.HIGH, high)
        .with(BarColumn.LOW, low)
        .with(BarColumn.CLOSE, close);
  }

  /** The header of the closing price, for files without the other three. */
  public CsvLayout close(String header) {
    return with(BarColumn.CLOSE, header);
  }

  /** The header of the adjusted closing price. */
  public CsvLayout adjClose(String header) {
    return with(BarColumn.ADJ_CLOSE, header);
  }

  /** The header of the volume column. */
  public CsvLayout volume(String header) {
    return with(BarColumn.VOLUME, header);
  }

  /**
   * The header of the split coefficients, which makes the layout raw: see {@link
   * io.github.marketvolume.market.Bar#splitCoefficient}.
   */
  public CsvLayout splitCoefficient(String header) {
    return basis(Basis.RAW).with(BarColumn.SPLIT_COEFFICIENT, header);
  }

  /** The header of the volume-weighted average price, in the basis of the other prices. */
  public CsvLayout vwap(String header) {
    return with(BarColumn.VWAP, header);
  }

  /** The header of the number of trades. */
  public CsvLayout trades(String header) {
    return with(BarColumn.TRADES, header);
  }

  /**
   * The basis of prices and volumes. The adjusted close has no basis, because it is adjusted for
   * dividends too.
   */
  public CsvLayout basis(Basis shares) {
    return new CsvLayout(
        name,
        delimiter,
        headers,
        datePattern,
        missing,
        StatedBasis.of(Arguments.required(shares, "shares")));
  }

  /**
   * How dates are written, such as {@code MM/dd/uuuu} or {@code dd-MMM-yyyy}, months in English.
   *
   * @throws InvalidPlanException if it is not a pattern of day, month and year
   */
  public CsvLayout datePattern(String pattern) {
    return new CsvLayout(
        name, delimiter, headers, Arguments.required(pattern, "pattern"), missing, stated);
  }

  /**
   * What separates cells, such as a semicolon or a tab.
   *
   * @throws InvalidPlanException if it is not an ASCII character, or one that cells or lines need
   */
  public CsvLayout delimiter(char separator) {
    return new CsvLayout(name, separator, headers, datePattern, missing, stated);
  }

  /** A text that stands for a missing value, in addition to the empty one. */
  public CsvLayout missing(String text) {
    Set<String> texts = new LinkedHashSet<>(missing);
    texts.add(Arguments.required(text, "text"));
    return new CsvLayout(name, delimiter, headers, datePattern, texts, stated);
  }

  /**
   * The same layout for files that lack some of its columns, which are then missing on all bars.
   * Its name lists them.
   *
   * @throws InvalidPlanException if one is a column that every file must have
   */
  public CsvLayout without(Set<BarColumn> columns) {
    Arguments.requiredAll(columns, "columns");
    Map<BarColumn, String> kept = new EnumMap<>(BarColumn.class);
    List<String> lacking = new ArrayList<>();
    new EnumMap<>(headers)
        .forEach(
            (column, header) -> {
              if (!columns.contains(column)) {
                kept.put(column, header);
              } else if (column.mayBeLacking()) {
                lacking.add(header);
              } else {
                throw new InvalidPlanException(
                    "layout "
                        + name
                        + " cannot do without "
                        + header
                        + "; only prices and optional columns may be missing");
              }
            });
    return lacking.isEmpty()
        ? this
        : new CsvLayout(
            name + " without " + String.join(",", lacking),
            delimiter,
            kept,
            datePattern,
            missing,
            stated);
  }

  /** Reads dates in the pattern; it accepts only days that exist. */
  public DateTimeFormatter dateFormatter() {
    return formatter(datePattern);
  }

  /** Whether the ticker is the file's name, because there is no column. */
  public boolean tickerIsFileName() {
    return !headers.containsKey(BarColumn.TICKER);
  }

  /** The headers that a file must have, in the usual order of bars. */
  public List<String> expectedHeaders() {
    return new EnumMap<>(headers).values().stream().collect(Collectors.toUnmodifiableList());
  }

  /** A strict reader wants an era with the letter y, which nobody writes. */
  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static void requireWholeDates(String layout, String pattern) {
    ZonedDateTime sample = ZonedDateTime.of(2021, 2, 25, 16, 0, 0, 0, ZoneOffset.UTC);
    try {
      DateTimeFormatter formatter = formatter(pattern);
      if (LocalDate.parse(sample.format(formatter), formatter).equals(sample.toLocalDate())) {
        return;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InvalidPlanException(unfitPattern(layout, pattern), e);
    }
    throw new InvalidPlanException(unfitPattern(layout, pattern));
  }

  private static String unfitPattern(String layout, String pattern) {
    return "layout "
        + layout
        + ": \""
        + pattern
        + "\" is not a pattern of day, month and year; write one such as MM/dd/uuuu";
  }

  private static void requireSeparator(String layout, char delimiter) {
    boolean printable = delimiter >= ' ' && delimiter <= '~';
    boolean inNumbersOrQuotes =
        Character.isLetterOrDigit(delimiter) || "\"-.".indexOf(delimiter) >= 0;
    if (delimiter != '\t' && (!printable || inNumbersOrQuotes)) {
      throw new InvalidPlanException(
          "layout "
              + layout
              + ": cells cannot be separated by "
              + (printable ? "" + delimiter : String.format("U+%04X", (int) delimiter))
              + "; use a comma, a semicolon, a tab or the like");
    }
  }

  private CsvLayout with(BarColumn column, String header) {
    Arguments.required(header, "header");
    Map<BarColumn, String> changed = new EnumMap<>(BarColumn.class);
    changed.putAll(headers);
    changed.put(column, header);
    return new CsvLayout(name, delimiter, changed, datePattern, missing, stated);
  }
}
