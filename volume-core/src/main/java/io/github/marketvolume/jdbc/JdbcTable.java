package io.github.marketvolume.jdbc;

import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.market.BarColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a database says of the relation of a source, and the queries that read its parts. */
final class JdbcTable {

  /** Types of timestamps with a time zone, of SQL Server and Oracle. */
  private static final List<Integer> INSTANTS_OF_VENDORS = List.of(-155, -101, -102);

  private final DataSource database;
  private final Connection connection;
  private final JdbcSource source;
  private final ReadRequest request;
  private final String quote;
  private final String relation;
  private final List<BarColumn> columns = new ArrayList<>();
  private final Map<BarColumn, String> names = new EnumMap<>(BarColumn.class);
  private JdbcPart.Dates dates = JdbcPart.Dates.DAYS;
  private boolean mayLackDates = true;

  private JdbcTable(
      DataSource database, Connection connection, JdbcSource source, ReadRequest request)
      throws SQLException {
    this.database = database;
    this.connection = connection;
    this.source = source;
    this.request = request;
    this.quote =
        Objects.requireNonNullElse(connection.getMetaData().getIdentifierQuoteString(), " ");
    this.relation =
        source.isQuery()
            ? "(" + source.relation() + ") " + quoted("bars")
            : Arrays.stream(source.relation().split("\\.", -1))
                .map(this::quoted)
                .collect(Collectors.joining("."));
    describeColumns();
  }

  /** The parts of a source that hold what is asked for. */
  static List<JdbcPart> parts(DataSource database, JdbcSource source, ReadRequest request) {
    try (Connection connection = JdbcBars.connect(database, source.describe())) {
      return new JdbcTable(database, connection, source, request).parts();
    } catch (SQLException e) {
      throw JdbcBars.failed(source.describe(), e);
    }
  }

  private String quoted(String name) {
    return quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
  }

  /** Finds the columns by asking for no rows. */
  private void describeColumns() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select * from " + relation + " where 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData found = none.getMetaData();
      for (BarColumn column : BarColumn.values()) {
        String name = source.columns().get(column);
        if (name != null && (column.isKey() || request.columns().contains(column))) {
          int place = place(found, name);
          columns.add(column);
          names.put(column, quoted(found.getColumnLabel(place)));
          requireFit(column, name, found, place);
        }
      }
    }
  }

  /** The place of a column: that of its very name, or else of the one that differs only in case. */
  private int place(ResultSetMetaData found, String name) throws SQLException {
    List<String> labels = new ArrayList<>();
    int place = 0;
    int like = 0;
    for (int i = 1; i <= found.getColumnCount(); i++) {
      String label = found.getColumnLabel(i);
      labels.add(label);
      if (label.equals(name)) {
        return i;
      }
      if (label.equalsIgnoreCase(name)) {
        place = i;
        like++;
      }
    }
    if (like != 1) {
      throw new SourceException(
          source.describe()
              + ": column "
              + name
              + (like == 0 ? " is missing" : " is there " + like + " times")
              + "; name one of "
              + Excerpt.of(String.join(", ", labels)));
    }
    return place;
  }

  private void requireFit(BarColumn column, String name, ResultSetMetaData found, int place)
      throws SQLException {
    int type = found.getColumnType(place);
    String typeName = found.getColumnTypeName(place);
    boolean fits = true;
    if (column == BarColumn.TICKER) {
      fits = isText(type);
    } else if (column == BarColumn.TRADE_DATE) {
      JdbcPart.Dates held = datesOf(type, typeName.toLowerCase(Locale.ROOT));
      fits = held != null;
      dates = held == null ? dates : held;
      mayLackDates = found.isNullable(place) != ResultSetMetaData.columnNoNulls;
    } else {
      fits = !isText(type) && datesOf(type, "") == null && type != Types.BOOLEAN;
    }
    if (!fits) {
      throw new SourceException(
          source.describe()
              + ": column "
              + name
              + " is of type "
              + typeName
              + "; it must be of type "
              + switch (column.unit()) {
                case DATE -> "date, timestamp or text";
                case SYMBOL -> "text";
                default -> "number";
              });
    }
    if (dates == JdbcPart.Dates.INSTANTS && source.zone() == null) {
      throw new SourceException(
          source.describe()
              + ": column "
              + name
              + " holds instants, whose day depends on the time zone; state it with zone(...)");
    }
  }

  private static JdbcPart.@Nullable Dates datesOf(int type, String typeName) {
    if (isText(type)) {
      return JdbcPart.Dates.TEXTS;
    }
    if (type == Types.DATE) {
      return JdbcPart.Dates.DAYS;
    }
    if (type == Types.TIMESTAMP_WITH_TIMEZONE || INSTANTS_OF_VENDORS.contains(type)) {
      return JdbcPart.Dates.INSTANTS;
    }
    if (type != Types.TIMESTAMP) {
      return null;
    }
    boolean saysZone =
        typeName.contains("with time zone")
            || (typeName.contains("tz") && !typeName.contains("ntz"));
    return saysZone ? JdbcPart.Dates.INSTANTS : JdbcPart.Dates.LOCAL_TIMES;
  }

  private static boolean isText(int type) {
    return switch (type) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB ->
          true;
      default -> false;
    };
  }

  private List<JdbcPart> parts() throws SQLException {
    List<Condition> ranges =
        source.partitionedBy() == null
            ? List.of()
            : source.partitionedBy() == BarColumn.TICKER ? rangesOfTickers() : rangesOfDates();
    if (ranges.isEmpty()) {
      return List.of(part(asked()));
    }
    return ranges.stream().map(this::part).toList();
  }

  /** What a {@code where} says, with the values of its parameters; an empty one says nothing. */
  private record Condition(String text, List<Object> values) {

    static final Condition NONE = new Condition("", List.of());

    Condition and(String more, Object... further) {
      List<Object> all = new ArrayList<>(values);
      all.addAll(List.of(further));
      return new Condition(text.isEmpty() ? more : text + " and " + more, all);
    }

    /** The same, and rows in which a column is missing. */
    Condition orMissing(String column) {
      return text.isEmpty()
          ? this
          : new Condition("(" + text + " or " + column + " is null)", values);
    }

    String where() {
      return text.isEmpty() ? "" : " where " + text;
    }
  }

  private String name(BarColumn column) {
    return Objects.requireNonNull(names.get(column));
  }

  private JdbcPart part(Condition condition) {
    String selected = columns.stream().map(this::name).collect(Collectors.joining(", "));
    return new JdbcPart(
        database,
        source.describe(),
        "select " + selected + " from " + relation + condition.where(),
        condition.values(),
        columns,
        dates,
        form());
  }

  private DateForm form() {
    return new DateForm(source.zone(), source.datePattern());
  }

  /** The dates that are asked for, and rows without one; texts are all read. */
  private Condition asked() {
    if (dates == JdbcPart.Dates.TEXTS) {
      return Condition.NONE;
    }
    return between(
        request.from().orElse(null), request.to().map(last -> last.plusDays(1)).orElse(null), true);
  }

  /**
   * Dates from one day on and before another.
   *
   * @param from null for any
   * @param before null for any
   */
  private Condition between(
      @Nullable LocalDate from, @Nullable LocalDate before, boolean orMissing) {
    String date = name(BarColumn.TRADE_DATE);
    Condition range = Condition.NONE;
    if (from != null) {
      range = range.and(date + " >= ?", start(from));
    }
    if (before != null) {
      range = range.and(date + " < ?", start(before));
    }
    return orMissing && mayLackDates ? range.orMissing(date) : range;
  }

  /** The beginning of a day, as the database holds dates. */
  private Object start(LocalDate day) {
    return switch (dates) {
      case LOCAL_TIMES -> day.atStartOfDay();
      case INSTANTS -> day.atStartOfDay(Objects.requireNonNull(source.zone())).toOffsetDateTime();
      case DAYS, TEXTS -> day;
    };
  }

  private List<Condition> rangesOfDates() throws SQLException {
    if (dates == JdbcPart.Dates.TEXTS) {
      throw new SourceException(
          source.describe()
              + ": dates that are texts have no ranges to read in parts; use"
              + " partitionedBy(TICKER, ...)");
    }
    LocalDate first = null;
    LocalDate last = null;
    String date = name(BarColumn.TRADE_DATE);
    Condition asked =
        between(
            request.from().orElse(null),
            request.to().map(day -> day.plusDays(1)).orElse(null),
            false);
    try (PreparedStatement statement =
            prepare("select min(" + date + "), max(" + date + ") from ", asked);
        ResultSet bounds = statement.executeQuery()) {
      if (bounds.next()) {
        first = dateAt(bounds, 1);
        last = dateAt(bounds, 2);
      }
    }
    List<Condition> ranges = new ArrayList<>();
    if (first != null && last != null) {
      long days = last.toEpochDay() - first.toEpochDay() + 1;
      long count = Math.min(days, source.parts());
      for (int i = 0; i < count; i++) {
        LocalDate from = i == 0 ? request.from().orElse(null) : first.plusDays(days * i / count);
        LocalDate before =
            i == count - 1
                ? request.to().map(day -> day.plusDays(1)).orElse(null)
                : first.plusDays(days * (i + 1) / count);
        ranges.add(between(from, before, i == 0));
      }
    }
    return ranges;
  }

  private @Nullable LocalDate dateAt(ResultSet row, int place) throws SQLException {
    return switch (dates) {
      case DAYS, TEXTS -> row.getObject(place, LocalDate.class);
      case LOCAL_TIMES -> {
        LocalDateTime time = row.getObject(place, LocalDateTime.class);
        yield time == null ? null : time.toLocalDate();
      }
      case INSTANTS -> {
        OffsetDateTime time = row.getObject(place, OffsetDateTime.class);
        yield time == null ? null : form().date(time.toInstant());
      }
    };
  }

  private List<Condition> rangesOfTickers() throws SQLException {
    String ticker = name(BarColumn.TICKER);
    List<String> tickers = new ArrayList<>();
    try (PreparedStatement statement =
            prepare("select distinct " + ticker + " from ", asked(), " order by 1");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String each = rows.getString(1);
        if (each != null) {
          tickers.add(each);
        }
      }
    }
    List<Condition> ranges = new ArrayList<>();
    int count = Math.min(tickers.size(), source.parts());
    for (int i = 0; i < count; i++) {
      Condition range = Condition.NONE;
      if (i > 0) {
        range = range.and(ticker + " >= ?", tickers.get(tickers.size() * i / count));
      }
      if (i < count - 1) {
        range = range.and(ticker + " < ?", tickers.get(tickers.size() * (i + 1) / count));
      }
      if (i == 0) {
        range = range.orMissing(ticker);
      }
      Condition asked = asked();
      ranges.add(
          asked.text().isEmpty() ? range : range.and(asked.text(), asked.values().toArray()));
    }
    return ranges;
  }

  private PreparedStatement prepare(String select, Condition condition, String... rest)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(select + relation + condition.where() + String.join("", rest));
    for (int i = 0; i < condition.values().size(); i++) {
      statement.setObject(i + 1, condition.values().get(i));
    }
    return statement;
  }
}
