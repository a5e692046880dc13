package io.github.marketvolume.jdbc;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.StatedBasis;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Bars in a table of a database, or in the rows of a query. It has no credentials: those, and the
 * connections, are of the {@link JdbcAdapter} that a runner is given. An immutable value.
 *
 * <p>Columns are named in any case. {@code trade_date}, {@code ticker} and {@code volume} are read
 * under these names unless others are given; other columns are read if they are named. Prices and
 * volumes are numbers of any type, and are judged as they are: a volume of 100.5 is rejected, not
 * rounded. SQL's NULL is missing. The date is of one of these types:
 *
 * <ul>
 *   <li>date;
 *   <li>timestamp without a time zone: the day that it names;
 *   <li>timestamp with a time zone: the day on which it falls in the {@link #zone(ZoneId) zone} of
 *       the source, which has no default;
 *   <li>text, in the {@link #datePattern(String) pattern} of the source.
 * </ul>
 *
 * <p>Of dates and timestamps only those that a run needs are asked for, by parameters of a {@code
 * where}; rows without a date are asked for too, so that they are rejected and not lost.
 *
 * @param url which database it is, in messages and plans; the adapter's connections decide
 * @param relation the name of the table, or the query
 * @param isQuery whether it is a query
 * @param columns the name of each column
 * @param zone the time zone that says on which day an instant is; null if no date is an instant
 * @param datePattern how dates are written that are texts
 * @param stated the basis of prices and volumes; unstated if nobody stated it
 * @param partitionedBy the key whose ranges are read at the same time; null if all is one part
 * @param parts in how many parts rows are read at most
 */
public record JdbcSource(
    String url,
    String relation,
    boolean isQuery,
    Map<BarColumn, String> columns,
    @Nullable ZoneId zone,
    String datePattern,
    StatedBasis stated,
    @Nullable BarColumn partitionedBy,
    int parts)
    implements Source<Bar> {

  private static final int MOST_SHOWN = 60;

  public JdbcSource {
    columns = Map.copyOf(columns);
    if (!Arguments.required(url, "url").startsWith("jdbc:")) {
      throw new InvalidPlanException(
          SafeText.location(url)
              + " is not the URL of a database; write one such as jdbc:postgresql://host/market");
    }
    if (!SafeText.redactedLocation(url).equals(url)) {
      throw new InvalidPlanException(
          SafeText.location(url)
              + " has credentials or parameters; leave them to the DataSource of the JdbcAdapter,"
              + " and name only the database here");
    }
    if (relation.isBlank()) {
      throw new InvalidPlanException(url + ": there is no table or query; name one");
    }
    datePattern =
        CsvLayout.named("of " + url).datePattern(datePattern).datePattern(); // if it is one
    if (columns.containsKey(BarColumn.SPLIT_COEFFICIENT) && stated != StatedBasis.RAW) {
      throw new InvalidPlanException(
          url
              + ": a source of split coefficients, which turn raw shares into adjusted ones, is not"
              + " raw; leave the coefficients out");
    }
    if (parts < 1 || (partitionedBy != null && !partitionedBy.isKey())) {
      throw new InvalidPlanException(
          url
              + ": rows are read in at least 1 part, by TRADE_DATE or by TICKER, not in "
              + parts
              + (partitionedBy == null ? "" : " by " + partitionedBy));
    }
  }

  /**
   * A table or view.
   *
   * @param url the database, without credentials and parameters
   * @param name as the database stores it, with its schema if need be: {@code market.prices}
   */
  public static JdbcSource table(String url, String name) {
    return of(url, Arguments.required(name, "name"), false);
  }

  /**
   * The rows of a query, which is one {@code select} without a semicolon.
   *
   * @param url the database, without credentials and parameters
   */
  public static JdbcSource query(String url, String sql) {
    return of(url, Arguments.required(sql, "sql"), true);
  }

  private static JdbcSource of(String url, String relation, boolean isQuery) {
    Map<BarColumn, String> columns = new EnumMap<>(BarColumn.class);
    for (BarColumn column : BarColumn.values()) {
      if (column.isRequired()) {
        columns.put(column, column.columnName());
      }
    }
    return new JdbcSource(
        url, relation, isQuery, columns, null, CsvLayout.ISO_DATE, StatedBasis.UNSTATED, null, 1);
  }

  /** The column of dates. */
  public JdbcSource date(String column) {
    return with(BarColumn.TRADE_DATE, column);
  }

  /** The column of tickers. */
  public JdbcSource ticker(String column) {
    return with(BarColumn.TICKER, column);
  }

  /** The four columns of prices. */
  public JdbcSource prices(String open, String high, String low, String close) {
    Arguments.required(open, "open");
    Arguments.required(high, "high");
    Arguments.required(low, "low");
    Arguments.required(close, "close");
    return with(BarColumn.OPEN, open)
        .with(BarColumn.HIGH, high)
        .with(BarColumn.LOW, low)
        .with(BarColumn.CLOSE, close);
  }

  /** The column of closing prices, for tables without the other three. */
  public JdbcSource close(String column) {
    return with(BarColumn.CLOSE, column);
  }

  /** The column of adjusted closing prices. */
  public JdbcSource adjClose(String column) {
    return with(BarColumn.ADJ_CLOSE, column);
  }

  /** The column of volumes. */
  public JdbcSource volume(String column) {
    return with(BarColumn.VOLUME, column);
  }

  /**
   * The column of split coefficients, which makes the source raw: see {@link Bar#splitCoefficient}.
   */
  public JdbcSource splitCoefficient(String column) {
    return basis(Basis.RAW).with(BarColumn.SPLIT_COEFFICIENT, column);
  }

  /** The column of volume-weighted average prices, in the basis of the other prices. */
  public JdbcSource vwap(String column) {
    return with(BarColumn.VWAP, column);
  }

  /** The column of numbers of trades. */
  public JdbcSource trades(String column) {
    return with(BarColumn.TRADES, column);
  }

  /** The time zone in which the day of an instant is told, mostly that of the exchange, or UTC. */
  public JdbcSource zone(ZoneId timeZone) {
    return new JdbcSource(
        url,
        relation,
        isQuery,
        columns,
        Arguments.required(timeZone, "timeZone"),
        datePattern,
        stated,
        partitionedBy,
        parts);
  }

  /**
   * How dates are written that are texts, such as {@code uuuuMMdd}.
   *
   * @throws InvalidPlanException if it is not a pattern of day, month and year
   */
  public JdbcSource datePattern(String pattern) {
    return new JdbcSource(
        url,
        relation,
        isQuery,
        columns,
        zone,
        Arguments.required(pattern, "pattern"),
        stated,
        partitionedBy,
        parts);
  }

  /** The basis of prices and volumes. */
  public JdbcSource basis(Basis shares) {
    return new JdbcSource(
        url,
        relation,
        isQuery,
        columns,
        zone,
        datePattern,
        StatedBasis.of(Arguments.required(shares, "shares")),
        partitionedBy,
        parts);
  }

  /**
   * The same rows, read in parts at the same time, each over a connection of its own: ranges of
   * dates, or of tickers. Each part sees the table as it is when it begins.
   *
   * @param key {@link BarColumn#TRADE_DATE}, unless its values are texts, or {@link
   *     BarColumn#TICKER}
   * @param count how many parts there are at most
   */
  public JdbcSource partitionedBy(BarColumn key, int count) {
    return new JdbcSource(
        url,
        relation,
        isQuery,
        columns,
        zone,
        datePattern,
        stated,
        Arguments.required(key, "key"),
        count);
  }

  @Override
  public Optional<Basis> basis() {
    return stated.basis();
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return columns.keySet().stream()
        .filter(BarColumn::isOptional)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String describe() {
    String shown = SafeText.line(relation);
    if (isQuery) {
      int end =
          shown.offsetByCodePoints(
              0, Math.min(MOST_SHOWN, shown.codePointCount(0, shown.length())));
      shown = "\"" + shown.substring(0, end) + (end < shown.length() ? "…\"" : "\"");
    }
    return shown + " of " + url + " (JDBC)";
  }

  /** The source as plans show it. */
  @Override
  public String toString() {
    return "JdbcSource[" + describe() + "]";
  }

  private JdbcSource with(BarColumn column, String name) {
    Map<BarColumn, String> changed = new EnumMap<>(columns);
    changed.put(column, Arguments.required(name, "column"));
    return new JdbcSource(
        url, relation, isQuery, changed, zone, datePattern, stated, partitionedBy, parts);
  }
}
