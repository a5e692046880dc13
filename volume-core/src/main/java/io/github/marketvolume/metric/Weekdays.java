package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import java.time.LocalDate;

/** A calendar that goes on by weekdays beyond its coverage. */
final class Weekdays {

  private static final int DAYS_OF_WEEK = 7;
  private static final int WEEKDAYS = 5;

  /** The day of the week of 1970-01-01, counted from a Monday, which is 0. */
  private static final int FIRST_DAY_OF_WEEK = 3;

  private Weekdays() {}

  /** Whether a day is in the coverage and has a session. */
  static boolean isCoveredSession(TradingCalendar calendar, int epochDay) {
    return calendar.covers(epochDay) && calendar.isSession(epochDay);
  }

  /** Whether a day is a session, or beyond the coverage a Monday to Friday. */
  static boolean isSession(TradingCalendar calendar, int epochDay) {
    return calendar.covers(epochDay)
        ? calendar.isSession(epochDay)
        : Math.floorMod(epochDay + FIRST_DAY_OF_WEEK, DAYS_OF_WEEK) < WEEKDAYS;
  }

  /** The position of a day's session among all sessions, or of the last one before it. */
  static int position(TradingCalendar calendar, int epochDay) {
    if (calendar.covers(epochDay)) {
      return calendar.position(epochDay);
    }
    if (calendar.coversNothing()) {
      return weekdaysTo(epochDay);
    }
    int first = (int) calendar.first().toEpochDay();
    if (epochDay < first) {
      return weekdaysTo(epochDay) - weekdaysTo(first - 1) - 1;
    }
    int last = (int) calendar.last().toEpochDay();
    return calendar.position(last) + weekdaysTo(epochDay) - weekdaysTo(last);
  }

  /** The date that so many sessions before a date begin on; the date itself for none. */
  static LocalDate before(TradingCalendar calendar, LocalDate date, int sessions) {
    int day = Math.toIntExact(date.toEpochDay());
    int wanted = position(calendar, day) - sessions;
    wanted += isSession(calendar, day) || sessions == 0 ? 0 : 1;
    while (sessions > 0 && !(isSession(calendar, day) && position(calendar, day) <= wanted)) {
      day--;
    }
    return LocalDate.ofEpochDay(day);
  }

  /** How many weekdays there are up to a day, from some Monday on. */
  private static int weekdaysTo(int epochDay) {
    int days = epochDay + FIRST_DAY_OF_WEEK;
    int weeks = Math.floorDiv(days, DAYS_OF_WEEK);
    return weeks * WEEKDAYS + Math.min(days - weeks * DAYS_OF_WEEK + 1, WEEKDAYS);
  }
}
