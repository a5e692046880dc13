package io.github.marketvolume.intake;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.BarField;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One bar on its way in, over primitives, reused for the next: NaN is missing. A volume of 0 is
 * missing; a negative one is there to be rejected.
 */
public final class RawBar {

  /** How many fields a bar has besides its key. */
  public static final int FIELDS = BarField.Kind.values().length;

  /** The place of the volume among the fields. */
  public static final int VOLUME = place(BarField.Kind.VOLUME);

  /** The day of a row that has none. */
  public static final int NO_DAY = Integer.MIN_VALUE;

  /** The place of the split coefficient among the fields. */
  static final int SPLIT_COEFFICIENT = place(BarField.Kind.SPLIT_COEFFICIENT);

  static final int OPEN = place(BarField.Kind.OPEN);
  static final int HIGH = place(BarField.Kind.HIGH);
  static final int LOW = place(BarField.Kind.LOW);
  static final int CLOSE = place(BarField.Kind.CLOSE);

  final double[] fields = new double[FIELDS];
  String ticker;
  int epochDay;

  /** The place of a field among the fields of a bar. */
  @SuppressWarnings("EnumOrdinal") // fields stand in the order in which their kinds are declared
  public static int place(BarField.Kind field) {
    return field.ordinal();
  }

  /** The symbol; valid only after the gate has let the bar in. */
  public String ticker() {
    return ticker;
  }

  /** Sets the symbol; null or empty where there is none. */
  public void ticker(String symbol) {
    ticker = symbol;
  }

  /** Sets the day, counted from 1970-01-01. */
  public void epochDay(int day) {
    epochDay = day;
  }

  /** Sets a field; NaN for missing. */
  public void set(BarField.Kind field, double value) {
    fields[place(field)] = field == BarField.Kind.VOLUME && value == 0 ? Double.NaN : value;
  }

  /** Takes over a bar. */
  public void set(Bar bar) {
    ticker = bar.ticker().symbol();
    epochDay = Math.toIntExact(bar.tradeDate().toEpochDay());
    set(BarField.Kind.OPEN, bar.open().orElse(Double.NaN));
    set(BarField.Kind.HIGH, bar.high().orElse(Double.NaN));
    set(BarField.Kind.LOW, bar.low().orElse(Double.NaN));
    set(BarField.Kind.CLOSE, bar.close().orElse(Double.NaN));
    set(BarField.Kind.ADJ_CLOSE, bar.adjClose().orElse(Double.NaN));
    set(
        BarField.Kind.VOLUME,
        bar.volume().isPresent() ? (double) bar.volume().getAsLong() : Double.NaN);
    set(BarField.Kind.SPLIT_COEFFICIENT, bar.splitCoefficient().orElse(Double.NaN));
  }

  /**
   * A bar as a line of text: its columns in the order of {@code BarColumn}, missing ones empty; the
   * split coefficient only where there is one.
   */
  public static String toText(Bar bar) {
    RawBar raw = new RawBar();
    raw.set(bar);
    return raw.toText();
  }

  /** This bar as a line of text, as {@link #toText(Bar)}. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(epochDay == NO_DAY ? "" : LocalDate.ofEpochDay(epochDay))
        .append(',')
        .append(ticker);
    int last = Double.isNaN(fields[SPLIT_COEFFICIENT]) ? VOLUME : SPLIT_COEFFICIENT;
    for (int i = 0; i <= last; i++) {
      text.append(',');
      if (!Double.isNaN(fields[i])) {
        text.append(i == VOLUME ? wholeText(fields[i]) : Double.toString(fields[i]));
      }
    }
    return text.toString();
  }

  /** A whole number with all its digits, unless no long can hold it. */
  static String wholeText(double whole) {
    return Math.abs(whole) < 0x1p63 ? Long.toString((long) whole) : Double.toString(whole);
  }

  /** This bar as a value. */
  public Bar toBar() {
    return toBar(ticker, epochDay, fields);
  }

  static Bar toBar(String ticker, int epochDay, double[] fields) {
    double volume = fields[VOLUME];
    return Bar.builder()
        .ticker(Ticker.of(ticker))
        .tradeDate(LocalDate.ofEpochDay(epochDay))
        .open(optional(fields[OPEN]))
        .high(optional(fields[HIGH]))
        .low(optional(fields[LOW]))
        .close(optional(fields[CLOSE]))
        .adjClose(optional(fields[place(BarField.Kind.ADJ_CLOSE)]))
        .volume(Double.isNaN(volume) ? OptionalLong.empty() : OptionalLong.of((long) volume))
        .splitCoefficient(optional(fields[SPLIT_COEFFICIENT]))
        .build();
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
