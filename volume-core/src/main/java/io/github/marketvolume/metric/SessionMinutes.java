package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * How many minutes the session of a row's day lasts, from the opening to the closing time: 390 on a
 * regular session of the NYSE, 210 on a half day. Missing on a day without a session, and beyond
 * the coverage of the calendar, where nobody knows which days are half days.
 *
 * @param calendar one that knows its hours, as {@link TradingCalendar#NYSE} does
 */
public record SessionMinutes<R extends Dated>(TradingCalendar calendar, Label label)
    implements NumericMetric<R, Double> {

  public SessionMinutes {
    Arguments.required(calendar, "calendar");
    Arguments.required(label, "label");
    if (!calendar.hasHours()) {
      throw new InvalidPlanException(
          "the calendar "
              + calendar.name()
              + " does not know how long its sessions are, because it was made from dates; use"
              + " TradingCalendar.NYSE");
    }
  }

  /** The minutes of the sessions of a calendar, as column {@code session_minutes}. */
  public static <R extends Dated> SessionMinutes<R> on(TradingCalendar calendar) {
    return new SessionMinutes<>(calendar, Label.NONE);
  }

  /** The minutes of the session of a day, counted from 1970-01-01; NaN if there is none. */
  public double on(int epochDay) {
    return Weekdays.isCoveredSession(calendar, epochDay) ? calendar.minutes(epochDay) : Double.NaN;
  }

  @Override
  public String name() {
    return label.isNone() ? "session_minutes" : label.text();
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return "minutes of the session on " + calendar.name();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of();
  }

  @Override
  public LookBack lookBack() {
    return new LookBack.Bars(0);
  }

  @Override
  public SessionMinutes<R> definition() {
    return label.isNone() ? this : new SessionMinutes<>(calendar, Label.NONE);
  }

  @Override
  public SessionMinutes<R> as(String name) {
    return new SessionMinutes<>(calendar, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
