package io.github.marketvolume.market;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** A period of the civil calendar, into which dates fall; named by its first day. */
public enum CalendarPeriod {
  /** From a Monday to the Sunday after it, as ISO 8601 has it. */
  WEEK,
  MONTH,
  QUARTER,
  YEAR;

  /** The first day of the period that a date is in, whether or not that is a session. */
  public LocalDate startOf(LocalDate date) {
    return switch (this) {
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
      case QUARTER -> date.withDayOfMonth(1).withMonth((date.getMonthValue() - 1) / 3 * 3 + 1);
      case YEAR -> date.withDayOfYear(1);
    };
  }

  /** The name in a sentence, such as {@code month}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
