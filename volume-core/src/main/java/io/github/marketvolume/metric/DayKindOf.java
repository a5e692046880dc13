package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Optional;

/**
 * The kind of a row's day, such as {@code HALF_DAY}; missing on a day without a session, and beyond
 * the coverage of the calendar.
 */
public record DayKindOf<R extends Dated>(TradingCalendar calendar, Label label)
    implements Metric<R, String> {

  public DayKindOf {
    Arguments.required(calendar, "calendar");
    Arguments.required(label, "label");
  }

  /** The kinds of days on a calendar, as column {@code day_kind}. */
  public static <R extends Dated> DayKindOf<R> on(TradingCalendar calendar) {
    return new DayKindOf<>(calendar, Label.NONE);
  }

  /** The name of a day's kind; empty where it has none. */
  public Optional<String> on(int epochDay) {
    return Weekdays.isCoveredSession(calendar, epochDay)
        ? Optional.of(calendar.kind(epochDay).name())
        : Optional.empty();
  }

  @Override
  public String name() {
    return label.isNone() ? "day_kind" : label.text();
  }

  @Override
  public Class<String> type() {
    return String.class;
  }

  @Override
  public String describe() {
    return "kind of day on " + calendar.name();
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
  public DayKindOf<R> definition() {
    return label.isNone() ? this : new DayKindOf<>(calendar, Label.NONE);
  }

  @Override
  public DayKindOf<R> as(String name) {
    return new DayKindOf<>(calendar, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
