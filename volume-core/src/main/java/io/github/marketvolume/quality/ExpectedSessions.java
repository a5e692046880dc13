package io.github.marketvolume.quality;

import io.github.marketvolume.calendar.TradingCalendar;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The sessions that an input is compared with by {@link StandardRule#DATE_IS_A_SESSION} and by the
 * {@link InputRule}s. An immutable value.
 */
public sealed interface ExpectedSessions extends Serializable {

  /** Whether a day with bars, or without, is judged as a session. */
  boolean includes(int epochDay);

  /** The calendar that says which days are sessions; empty if there is none. */
  default Optional<TradingCalendar> stated() {
    return Optional.empty();
  }

  /** Whether the stated calendar covers a day and has no session on it. */
  default boolean excludes(int epochDay) {
    return false;
  }

  /** Nothing is stated, so that nothing is compared. */
  record None() implements ExpectedSessions {

    @Override
    public boolean includes(int epochDay) {
      return false;
    }
  }

  /** The days on which any ticker of the input has a bar. */
  record OfMarket() implements ExpectedSessions {

    @Override
    public boolean includes(int epochDay) {
      return true;
    }
  }

  /** The sessions of a calendar, within its coverage. */
  record OfCalendar(TradingCalendar calendar) implements ExpectedSessions {

    @Override
    public boolean includes(int epochDay) {
      return calendar.covers(epochDay) && calendar.isSession(epochDay);
    }

    @Override
    public boolean excludes(int epochDay) {
      return calendar.covers(epochDay) && !calendar.isSession(epochDay);
    }

    @Override
    public Optional<TradingCalendar> stated() {
      return Optional.of(calendar);
    }

    /** A day in the coverage and why it has no session: {@code 2012-10-29 (Hurricane Sandy)}. */
    public String describe(int epochDay) {
      LocalDate date = LocalDate.ofEpochDay(epochDay);
      return date + calendar.closureName(date).map(name -> " (" + name + ")").orElse("");
    }
  }
}
