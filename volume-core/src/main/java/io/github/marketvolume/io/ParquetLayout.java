package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How others name the columns of bars in Parquet, and how they write dates; declare one with {@link
 * #named}. An immutable value.
 *
 * <p>Each file with rows must have all the layout's columns, in any order and case, or folders that
 * are named by them ({@code Symbol=AAPL}); further columns are ignored. Prices and volumes are
 * numbers of any type, and are judged as they are: a volume of 100.5 is rejected, not rounded.
 *
 * <p>The date is a column of one of these types:
 *
 * <ul>
 *   <li>date;
 *   <li>timestamp without a time zone, as pandas writes dates: the day that it names;
 *   <li>timestamp that is an instant, also of 96 bits, as Spark 2 and Impala write it: the day on
 *       which it falls in the {@link #zone(ZoneId) zone} of the layout, which has no default;
 *   <li>string, in the {@link #datePattern(String) pattern} of the layout.
 * </ul>
 *
 * @param name the name in reports
 * @param columns the name of each column; no ticker where it is the file's name
 * @param zone the time zone that says on which day an instant is; null if no date is an instant
 * @param datePattern how dates are written, in the letters of {@link DateTimeFormatter}
 * @param stated the basis of prices and volumes; unstated if the layout does not state it
 */
public record ParquetLayout(
    String name,
    Map<BarColumn, String> columns,
    @Nullable ZoneId zone,
    String datePattern,
    StatedBasis stated)
    implements Serializable {

  public ParquetLayout {
    columns = Map.copyOf(columns);
    datePattern = CsvLayout.named(name).datePattern(datePattern).datePattern(); // if it is one
    if (columns.containsKey(BarColumn.SPLIT_COEFFICIENT) && stated != StatedBasis.RAW) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " has split coefficients, which turn raw shares into adjusted ones, and is not raw;"
              + " leave the coefficients out");
    }
    Set<String> distinct =
        columns.values().stream()
            .map(column -> column.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    if (distinct.size() != columns.size()) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " reads two columns of bars from one; name each column once, whatever its case: "
              + new TreeSet<>(columns.values()));
    }
  }

  /** A new layout, with texts of dates in ISO 8601, that has no columns yet. */
  public static ParquetLayout named(String name) {
    return new ParquetLayout(
        Arguments.required(name, "name"), Map.of(), null, CsvLayout.ISO_DATE, StatedBasis.UNSTATED);
  }

  /** The column of dates. */
  public ParquetLayout date(String column) {
    return with(BarColumn.TRADE_DATE, column);
  }

  /**
   * The column of tickers; without one, the ticker is the name of a folder {@code ticker=AAPL} or
   * else the file's name up to its suffix.
   */
  public ParquetLayout ticker(String column) {
    return with(BarColumn.TICKER, column);
  }

  /** The four columns of prices. */
  public ParquetLayout prices(String open, String high, String low, String close) {
    Arguments.required(open, "open");
    Arguments.required(high, "high");
    Arguments.required(low, "low");
    Arguments.required(close, "close");
    return with(BarColumn.OPEN, open)
        .with(BarColumn.HIGH, high)
        .with(BarColumn.LOW, low)
        .with(BarColumn.CLOSE, close);
  }

  /** The column of closing prices, for files without the other three. */
  public ParquetLayout close(String column) {
    return with(BarColumn.CLOSE, column);
  }

  /** The column of adjusted closing prices. */
  public ParquetLayout adjClose(String column) {
    return with(BarColumn.ADJ_CLOSE, column);
  }

  /** The column of volumes. */
  public ParquetLayout volume(String column) {
    return with(BarColumn.VOLUME, column);
  }

  /**
   * The column of split coefficients, which makes the layout raw: see {@link
   * io.github.marketvolume.market.Bar#splitCoefficient}.
   */
  public ParquetLayout splitCoefficient(String column) {
    return basis(Basis.RAW).with(BarColumn.SPLIT_COEFFICIENT, column);
  }

  /** The column of volume-weighted average prices, in the basis of the other prices. */
  public ParquetLayout vwap(String column) {
    return with(BarColumn.VWAP, column);
  }

  /** The column of numbers of trades. */
  public ParquetLayout trades(String column) {
    return with(BarColumn.TRADES, column);
  }

  /** The time zone in which the day of an instant is told, mostly that of the exchange, or UTC. */
  public ParquetLayout zone(ZoneId timeZone) {
    return new ParquetLayout(
        name, columns, Arguments.required(timeZone, "timeZone"), datePattern, stated);
  }

  /**
   * How dates are written that are texts, such as {@code uuuuMMdd}.
   *
   * @throws InvalidPlanException if it is not a pattern of day, month and year
   */
  public ParquetLayout datePattern(String pattern) {
    return new ParquetLayout(name, columns, zone, Arguments.required(pattern, "pattern"), stated);
  }

  /**
   * The basis of prices and volumes. The adjusted close has no basis, because it is adjusted for
   * dividends too.
   */
  public ParquetLayout basis(Basis shares) {
    return new ParquetLayout(
        name, columns, zone, datePattern, StatedBasis.of(Arguments.required(shares, "shares")));
  }

  /** The optional columns that it names. */
  Set<BarColumn> optionalColumns() {
    return columns.keySet().stream()
        .filter(BarColumn::isOptional)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Fails unless it has what every bar needs. */
  void requireKeys() {
    if (!columns.containsKey(BarColumn.TRADE_DATE) || !columns.containsKey(BarColumn.VOLUME)) {
      throw new InvalidPlanException(
          "layout "
              + name
              + " lacks a date or a volume; declare both with date(...) and volume(...)");
    }
  }

  private ParquetLayout with(BarColumn column, String columnName) {
    Map<BarColumn, String> changed = new EnumMap<>(BarColumn.class);
    changed.putAll(columns);
    changed.put(column, Arguments.required(columnName, "column"));
    return new ParquetLayout(name, changed, zone, datePattern, stated);
  }
}
