package io.github.marketvolume.intake;

import io.github.marketvolume.failure.Excerpt;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.StandardRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks bars that already have types, rows of a table or Java values, one after the other. */
public final class TypedBars {

  private final List<BarReceiver.Gated> gated;
  private final RawBar bar = new RawBar();
  private long rows;

  /** A reader that hands every row to each receiver and counts it at its gate. */
  public TypedBars(List<BarReceiver.Gated> gated) {
    this.gated = List.copyOf(gated);
  }

  /** How many rows were added. */
  public long rows() {
    return rows;
  }

  /** Adds a Java value. */
  public void add(Bar value) {
    rows++;
    for (BarReceiver.Gated each : gated) {
      bar.set(value);
      settle(each, each.gate().admit(bar));
    }
  }

  /**
   * Adds a row of a table.
   *
   * @param ticker null where it is missing
   * @param epochDay {@link RawBar#NO_DAY} where it is missing
   * @param fields by their {@linkplain RawBar#place places}, NaN where missing
   */
  public void add(@Nullable String ticker, int epochDay, double[] fields) {
    Breach dateBreach =
        epochDay == RawBar.NO_DAY
            ? Breach.of(StandardRule.DATE_IS_PRESENT, "there is no date")
            : null;
    add(ticker, epochDay, dateBreach, fields);
  }

  /**
   * Adds a row of a table whose dates are texts.
   *
   * @param date null where it is missing; so is a blank one
   */
  public void add(@Nullable String ticker, @Nullable String date, DateForm form, double[] fields) {
    int day = date == null || date.isBlank() ? RawBar.NO_DAY : form.day(date);
    if (date == null || date.isBlank() || day != RawBar.NO_DAY) {
      add(ticker, day, fields);
      return;
    }
    addUndated(ticker, date, " of the form " + form.pattern(), fields);
  }

  /**
   * Adds a row of a table whose date is none.
   *
   * @param date what the row has instead
   */
  public void addUndated(@Nullable String ticker, String date, double[] fields) {
    addUndated(ticker, date, "", fields);
  }

  private void addUndated(@Nullable String ticker, String date, String form, double[] fields) {
    bar.dateText = Excerpt.of(date);
    String reason = BarColumn.TRADE_DATE.words() + " \"" + bar.dateText + "\" is not a date" + form;
    add(ticker, RawBar.NO_DAY, Breach.of(StandardRule.DATE_IS_VALID, reason), fields);
    bar.dateText = "";
  }

  private void add(
      @Nullable String ticker, int epochDay, @Nullable Breach dateBreach, double[] fields) {
    rows++;
    bar.ticker(ticker == null ? "" : ticker);
    bar.epochDay(epochDay);
    for (BarReceiver.Gated each : gated) {
      Breach numberBreach = setFields(fields, each.gate());
      settle(each, each.gate().admit(bar, dateBreach, numberBreach));
    }
  }

  /** Sets the fields of the bar, those that are no numbers to missing; tells of the first such. */
  private @Nullable Breach setFields(double[] fields, BarGate gate) {
    Breach numberBreach = null;
    for (BarColumn field : BarColumn.fields()) {
      double number = fields[RawBar.place(field)];
      Breach wrong = breachOf(field, number, gate);
      if (wrong != null) {
        number = Double.NaN;
        numberBreach = numberBreach == null ? wrong : numberBreach;
      }
      bar.set(field, number);
    }
    return numberBreach;
  }

  /** What keeps a number from being a price or a volume, unless that is condoned. */
  private static @Nullable Breach breachOf(BarColumn field, double number, BarGate gate) {
    if (Double.isInfinite(number)) {
      StandardRule rule =
          switch (field.unit()) {
            case SHARES, COUNT -> BarGate.ruleOfWhole(field);
            case COEFFICIENT -> StandardRule.SPLIT_COEFFICIENT_IS_POSITIVE;
            default -> StandardRule.PRICE_IS_NUMBER;
          };
      return gate.condones(rule) ? null : Breach.of(rule, field.words() + " is infinite");
    }
    return null;
  }

  private void settle(BarReceiver.Gated by, @Nullable Breach breach) {
    if (breach == null) {
      by.receiver().accepted(bar, rows);
    } else {
      by.receiver().rejected(rows, breach, bar.toText());
    }
  }
}
