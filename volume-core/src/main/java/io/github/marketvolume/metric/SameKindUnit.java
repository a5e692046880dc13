package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import java.util.Optional;

/**
 * Rows on sessions of one kind: a row is compared with those of its own. A row on a day without a
 * session, or beyond the coverage of the calendar, has no kind and no value.
 */
public record SameKindUnit(TradingCalendar calendar) implements WindowUnit {

  public SameKindUnit {
    Arguments.required(calendar, "calendar");
  }

  @Override
  public String plural() {
    return "bars on days of the same kind on " + calendar.name();
  }

  @Override
  public Optional<TradingCalendar> calendarAsked() {
    return Optional.of(calendar);
  }

  @Override
  public String suffix() {
    return "k";
  }

  @Override
  public int tracks() {
    return DayKind.values().length;
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // windows stand in the order of the kinds
  public int track(int key) {
    return Weekdays.isCoveredSession(calendar, key) ? calendar.kind(key).ordinal() : -1;
  }

  @Override
  public int placesAfter(int earlier, int key) {
    return 1;
  }

  @Override
  public int requiredOf(int length) {
    return length;
  }

  @Override
  public LookBack lookBack(int places) {
    return places == 0 ? new LookBack.Bars(0) : LookBack.AllPast.ALL_PAST;
  }
}
