package io.github.marketvolume.market;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;

/**
 * The columns of a bar, under the names that outputs and typed inputs give them: its key, which is
 * date and ticker, and its fields. This is the one table of what a field is; parsing, checking,
 * packing, metrics and outputs read it.
 *
 * <p>The order is that of outputs. {@link #SPLIT_COEFFICIENT} is there only where bars are in the
 * {@linkplain Basis#RAW raw basis}.
 */
public enum BarColumn {
  TRADE_DATE(Unit.DATE, "session date in the exchange's time zone", Bar::tradeDate),
  TICKER(Unit.SYMBOL, "symbol", bar -> bar.ticker().symbol()),
  OPEN(Unit.PRICE, "opening price", bar -> orNull(bar.open()), Bar.Builder::open),
  HIGH(Unit.PRICE, "highest price", bar -> orNull(bar.high()), Bar.Builder::high),
  LOW(Unit.PRICE, "lowest price", bar -> orNull(bar.low()), Bar.Builder::low),
  CLOSE(Unit.PRICE, "closing price", bar -> orNull(bar.close()), Bar.Builder::close),
  ADJ_CLOSE(
      Unit.ADJUSTED_PRICE,
      "closing price adjusted for splits and dividends",
      bar -> orNull(bar.adjClose()),
      Bar.Builder::adjClose),
  VOLUME(
      Unit.SHARES,
      "shares traded; missing where none were",
      bar -> orNull(bar.volume()),
      (bar, volume) -> bar.volume((long) volume)),
  SPLIT_COEFFICIENT(
      Unit.COEFFICIENT,
      "new shares for an old one, first traded on the day",
      bar -> orNull(bar.splitCoefficient()),
      Bar.Builder::splitCoefficient);

  /** What a column's values are. */
  public enum Unit {
    /** A session's date. */
    DATE(LocalDate.class),
    /** A ticker's symbol. */
    SYMBOL(String.class),
    /** A price as traded, in the listing's currency for one share. */
    PRICE(Double.class),
    /** What a price became by adjustment for dividends: it is the price of no day's share. */
    ADJUSTED_PRICE(Double.class),
    /** A whole number of shares; 0 is missing. */
    SHARES(Long.class),
    /** New shares for an old one. */
    COEFFICIENT(Double.class);

    private final Class<?> type;

    Unit(Class<?> type) {
      this.type = type;
    }

    /** Whether it is a price, or what a price became by adjustment. */
    public boolean isPrice() {
      return this == PRICE || this == ADJUSTED_PRICE;
    }

    /** Whether it counts in shares of one day, be it a number of them or the price of one. */
    public boolean hasBasis() {
      return this == PRICE || this == SHARES;
    }
  }

  private static final List<BarColumn> FIELDS =
      Arrays.stream(values()).filter(column -> !column.isKey()).toList();

  private final Unit unit;
  private final String description;
  private final Function<Bar, Object> reader;
  private final ObjDoubleConsumer<Bar.Builder> writer;
  private final String columnName = name().toLowerCase(Locale.ROOT);

  BarColumn(Unit unit, String description, Function<Bar, Object> reader) {
    this(
        unit,
        description,
        reader,
        (bar, number) -> {
          throw new IllegalStateException("a key is no number");
        });
  }

  BarColumn(
      Unit unit,
      String description,
      Function<Bar, Object> reader,
      ObjDoubleConsumer<Bar.Builder> writer) {
    this.unit = unit;
    this.description = description;
    this.reader = reader;
    this.writer = writer;
  }

  /** All columns but the key, in their order. */
  public static List<BarColumn> fields() {
    return FIELDS;
  }

  /** What the column's values are. */
  public Unit unit() {
    return unit;
  }

  /**
   * The class of the column's values: {@code LocalDate}, {@code String}, {@code Double} or {@code
   * Long}.
   */
  public Class<?> type() {
    return unit.type;
  }

  /** What the column holds. */
  public String description() {
    return description;
  }

  /** The column's name, such as {@code adj_close}. */
  public String columnName() {
    return columnName;
  }

  /** The column in words, such as {@code adj close}. */
  public String words() {
    return columnName.replace('_', ' ');
  }

  /** Whether every bar has it: its date and its ticker. */
  public boolean isKey() {
    return unit == Unit.DATE || unit == Unit.SYMBOL;
  }

  /** Whether every input must have the column: the key and the volume. */
  public boolean isRequired() {
    return isKey() || this == VOLUME;
  }

  /**
   * Whether a layout's files may lack the column; splits that are not there must not be passed over
   * in silence.
   */
  public boolean mayBeLacking() {
    return !isRequired() && this != SPLIT_COEFFICIENT;
  }

  /** The column's value on a bar, of class {@link #type()}; empty where it is missing. */
  public Optional<Object> valueOn(Bar bar) {
    return Optional.ofNullable(reader.apply(bar));
  }

  /** Gives a bar the value of a field, a whole number where the field is one. */
  public void set(Bar.Builder bar, double value) {
    writer.accept(bar, value);
  }

  private static Object orNull(OptionalDouble number) {
    return number.isPresent() ? (Object) number.getAsDouble() : null;
  }

  private static Object orNull(OptionalLong number) {
    return number.isPresent() ? (Object) number.getAsLong() : null;
  }
}
