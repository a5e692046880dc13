package io.github.marketvolume.intake;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Ticker;
import java.time.LocalDate;

/**
 * One bar on its way in, over primitives, reused for the next: NaN is missing. A volume of 0 is
 * missing; a negative one is there to be rejected.
 */
public final class RawBar {

  /** How many fields a bar has besides its key. */
  public static final int FIELDS = BarColumn.fields().size();

  /** The place of the volume among the fields. */
  public static final int VOLUME = place(BarColumn.VOLUME);

  /** The day of a row that has none. */
  public static final int NO_DAY = Integer.MIN_VALUE;

  /** The place of the split coefficient among the fields. */
  static final int SPLIT_COEFFICIENT = place(BarColumn.SPLIT_COEFFICIENT);

  static final int OPEN = place(BarColumn.OPEN);
  static final int HIGH = place(BarColumn.HIGH);
  static final int LOW = place(BarColumn.LOW);
  static final int CLOSE = place(BarColumn.CLOSE);

  final double[] fields = new double[FIELDS];
  String ticker = "";
  int epochDay;

  /** What a row without a day has as its date, for the text of a rejected row. */
  String dateText = "";

  /** The place of a field among the fields of a bar. */
  @SuppressWarnings("EnumOrdinal") // fields stand in their order of declaration, after the key
  public static int place(BarColumn field) {
    return field.ordinal() - BarColumn.OPEN.ordinal();
  }

  /** The symbol; valid only after the gate has let the bar in. */
  public String ticker() {
    return ticker;
  }

  /** Sets the symbol; empty where there is none. */
  public void ticker(String symbol) {
    ticker = symbol;
  }

  /** Sets the day, counted from 1970-01-01. */
  public void epochDay(int day) {
    epochDay = day;
  }

  /** Sets a field; NaN for missing. */
  public void set(BarColumn field, double value) {
    fields[place(field)] = field.unit() == BarColumn.Unit.SHARES && value == 0 ? Double.NaN : value;
  }

  /** Takes over a bar. */
  public void set(Bar bar) {
    ticker = bar.ticker().symbol();
    epochDay = Math.toIntExact(bar.tradeDate().toEpochDay());
    for (BarColumn field : BarColumn.fields()) {
      set(field, field.numberOn(bar).orElse(Double.NaN));
    }
  }

  /**
   * A bar as a line of text: its columns in the order of {@link BarColumn}, missing ones empty, up
   * to the last that is there, or the volume.
   */
  public static String toText(Bar bar) {
    RawBar raw = new RawBar();
    raw.set(bar);
    return raw.toText();
  }

  /** This bar as a line of text, as {@link #toText(Bar)}. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(epochDay == NO_DAY ? dateText : LocalDate.ofEpochDay(epochDay))
        .append(',')
        .append(ticker);
    int last = FIELDS - 1;
    while (last > VOLUME && Double.isNaN(fields[last])) {
      last--;
    }
    for (BarColumn field : BarColumn.fields().subList(0, last + 1)) {
      double value = fields[place(field)];
      text.append(',');
      if (!Double.isNaN(value)) {
        text.append(field.type() == Long.class ? wholeText(value) : Double.toString(value));
      }
    }
    return text.toString();
  }

  /** A number with all its digits if it is whole, unless no long can hold it. */
  public static String wholeText(double whole) {
    return Math.abs(whole) < 0x1p63 && whole == Math.rint(whole)
        ? Long.toString((long) whole)
        : Double.toString(whole);
  }

  /** This bar as a value. */
  public Bar toBar() {
    return toBar(ticker, epochDay, fields);
  }

  static Bar toBar(String ticker, int epochDay, double[] fields) {
    Bar.Builder bar =
        Bar.builder().ticker(Ticker.of(ticker)).tradeDate(LocalDate.ofEpochDay(epochDay));
    for (BarColumn field : BarColumn.fields()) {
      double value = fields[place(field)];
      if (!Double.isNaN(value)) {
        field.set(bar, value);
      }
    }
    return bar.build();
  }
}
