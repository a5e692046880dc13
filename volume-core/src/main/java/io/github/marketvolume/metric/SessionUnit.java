package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of an exchange. A session on which the series has no row takes a place; a row on a day
 * without a session takes none. Beyond the coverage of the calendar every Monday to Friday counts
 * as a session.
 */
public record SessionUnit(TradingCalendar calendar) implements WindowUnit {

  public SessionUnit {
    Arguments.required(calendar, "calendar");
  }

  @Override
  public String plural() {
    return "sessions of " + calendar.name();
  }

  @Override
  public Optional<TradingCalendar> calendarAsked() {
    return Optional.of(calendar);
  }

  @Override
  public String suffix() {
    return "s";
  }

  @Override
  public boolean takesPlace(int key) {
    return Weekdays.isSession(calendar, key);
  }

  @Override
  public int placesAfter(int earlier, int key) {
    return Weekdays.position(calendar, key) - Weekdays.position(calendar, earlier);
  }

  @Override
  public int requiredOf(int length) {
    return length;
  }

  @Override
  public LookBack lookBack(int places) {
    return places == 0
        ? new LookBack.Bars(0)
        : new LookBack.Span(0, 0, List.of(new LookBack.Sessions(places, calendar)));
  }
}
