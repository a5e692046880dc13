package io.github.marketvolume.market;

import io.github.marketvolume.error.InvalidPlanException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a bar, under the names that outputs and typed inputs give them: its key, which is
 * date and ticker, and its fields. This is the only table of fields; parsing, checking, packing,
 * metrics and outputs read it.
 *
 * <p>The order is that of outputs, which have a column by its {@link Presence}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
public enum BarColumn {
  TRADE_DATE(
      Unit.DATE, Presence.REQUIRED, "session date in the exchange's time zone", Bar::tradeDate),
  TICKER(Unit.SYMBOL, Presence.REQUIRED, "symbol", bar -> bar.ticker().symbol()),
  OPEN(Unit.PRICE, Presence.USUAL, "opening price", bar -> orNull(bar.open()), Bar.Builder::open),
  HIGH(Unit.PRICE, Presence.USUAL, "highest price", bar -> orNull(bar.high()), Bar.Builder::high),
  LOW(Unit.PRICE, Presence.USUAL, "lowest price", bar -> orNull(bar.low()), Bar.Builder::low),
  CLOSE(
      Unit.PRICE, Presence.USUAL, "closing price", bar -> orNull(bar.close()), Bar.Builder::close),
  ADJ_CLOSE(
      Unit.ADJUSTED_PRICE,
      Presence.USUAL,
      "closing price adjusted for splits and dividends",
      bar -> orNull(bar.adjClose()),
      Bar.Builder::adjClose),
  VOLUME(
      Unit.SHARES,
      Presence.REQUIRED,
      "shares traded; missing where none were",
      bar -> orNull(bar.volume()),
      Bar.Builder::exactVolume),
  SPLIT_COEFFICIENT(
      Unit.COEFFICIENT,
      Presence.IF_RAW,
      "new shares for an old one, first traded on the day",
      bar -> orNull(bar.splitCoefficient()),
      Bar.Builder::splitCoefficient),
  VWAP(
      Unit.PRICE,
      Presence.OPTIONAL,
      "volume-weighted average price of the session's trades",
      bar -> orNull(bar.vwap()),
      Bar.Builder::vwap),
  TRADES(
      Unit.COUNT,
      Presence.OPTIONAL,
      "trades in which the volume was traded",
      bar -> orNull(bar.trades()),
      (bar, trades) -> bar.trades((long) trades));

  /** What a column's values are. */
  public enum Unit {
    /** A session's date. */
    DATE(LocalDate.class),
    /** A ticker's symbol. */
    SYMBOL(String.class),
    /** A price as traded, in the listing's currency for one share. */
    PRICE(Double.class),
    /** A price adjusted for dividends, which is not the price of a share on any day. */
    ADJUSTED_PRICE(Double.class),
    /** A number of shares, whole unless the rules keep fractions; 0 is missing. */
    SHARES(Long.class),
    /** New shares for one old share. */
    COEFFICIENT(Double.class),
    /** A whole number of events; 0 means no event. */
    COUNT(Long.class);

    private final Class<?> type;

    Unit(Class<?> type) {
      this.type = type;
    }

    /** Whether it is a price, adjusted or not. */
    public boolean isPrice() {
      return this == PRICE || this == ADJUSTED_PRICE;
    }

    /** Whether it is a number of shares or the price of a share, as of some day. */
    public boolean hasBasis() {
      return this == PRICE || this == SHARES;
    }
  }

  /** Which inputs and outputs have a column. */
  public enum Presence {
    /** All. */
    REQUIRED,
    /** All outputs; it is missing on every bar of an input that lacks it. */
    USUAL,
    /** Inputs and outputs in the raw basis. */
    IF_RAW,
    /**
     * Inputs that {@linkplain io.github.marketvolume.io.Source#optionalColumns state it}, and
     * outputs of their bars.
     */
    OPTIONAL
  }

  private static final List<BarColumn> FIELDS =
      Arrays.stream(values()).filter(column -> !column.isKey()).toList();

  private final Unit unit;
  private final Presence presence;
  private final String description;
  private final Function<Bar, @Nullable Object> reader;
  private final ObjDoubleConsumer<Bar.Builder> writer;
  private final String columnName = name().toLowerCase(Locale.ROOT);

  BarColumn(
      Unit unit, Presence presence, String description, Function<Bar, @Nullable Object> reader) {
    this(
        unit,
        presence,
        description,
        reader,
        (bar, number) -> {
          throw new IllegalStateException("a key is no number");
        });
  }

  BarColumn(
      Unit unit,
      Presence presence,
      String description,
      Function<Bar, @Nullable Object> reader,
      ObjDoubleConsumer<Bar.Builder> writer) {
    this.unit = unit;
    this.presence = presence;
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

  /** Which inputs and outputs have the column. */
  public Presence presence() {
    return presence;
  }

  /** Whether every input must have the column: the key and the volume. */
  public boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  /** Whether only some inputs have the column, and state that they do. */
  public boolean isOptional() {
    return presence == Presence.OPTIONAL;
  }

  /** Whether a layout's files may lack the column; missing splits must not be ignored silently. */
  public boolean mayBeLacking() {
    return presence == Presence.USUAL || presence == Presence.OPTIONAL;
  }

  /**
   * These columns as a set, for a source that states which optional ones it has.
   *
   * @throws InvalidPlanException if one is not optional
   */
  public static Set<BarColumn> optional(Collection<BarColumn> columns) {
    for (BarColumn column : columns) {
      if (!column.isOptional()) {
        throw new InvalidPlanException(
            column.columnName()
                + " is read without being stated; state only optional columns: "
                + FIELDS.stream()
                    .filter(BarColumn::isOptional)
                    .map(BarColumn::columnName)
                    .collect(Collectors.joining(", ")));
      }
    }
    return Set.copyOf(columns);
  }

  /** The column's value on a bar, of class {@link #type()}; empty where it is missing. */
  public Optional<Object> valueOn(Bar bar) {
    return Optional.ofNullable(reader.apply(bar));
  }

  /**
   * The number of a field on a bar, with its fraction; empty where it is missing. It is that of
   * {@link #valueOn} except for volume.
   */
  public OptionalDouble numberOn(Bar bar) {
    if (this == VOLUME) {
      return bar.exactVolume();
    }
    Object value = reader.apply(bar);
    return value instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Sets the value of a field on a bar, as a whole number if the field has whole numbers. */
  public void set(Bar.Builder bar, double value) {
    writer.accept(bar, value);
  }

  private static @Nullable Object orNull(OptionalDouble number) {
    return number.isPresent() ? (Object) number.getAsDouble() : null;
  }

  private static @Nullable Object orNull(OptionalLong number) {
    return number.isPresent() ? (Object) number.getAsLong() : null;
  }
}
