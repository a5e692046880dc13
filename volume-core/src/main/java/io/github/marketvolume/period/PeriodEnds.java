package io.github.marketvolume.period;

import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.plan.Shaping;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The periods that have a bar of any ticker, and the day that each ends on: its last session, of
 * the calendar where one is stated, else of all tickers together. Only the last period can be
 * unfinished: without a calendar it always is, with one until there is a bar on its last session.
 */
final class PeriodEnds implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The first day of each period, ascending. */
  private final int[] starts;

  /** The day that dates the bars of each period. */
  private final int[] ends;

  private final boolean isLastUnfinished;

  /** The days after the last session of their period. */
  private final int[] strays;

  private PeriodEnds(int[] starts, int[] ends, boolean isLastUnfinished, int[] strays) {
    this.starts = starts;
    this.ends = ends;
    this.isLastUnfinished = isLastUnfinished;
    this.strays = strays;
  }

  /**
   * The periods of some days.
   *
   * @param days on which any ticker has a bar
   * @param lastDay the last day that is used
   */
  static PeriodEnds of(Shaping.Aggregated periods, SessionDays days, int lastDay) {
    int[] known = days.upTo(lastDay);
    int[] starts = new int[known.length];
    int[] ends = new int[known.length];
    int[] strays = new int[known.length];
    int strayed = 0;
    int count = 0;
    boolean isFinished = false;
    for (int from = 0, to; from < known.length; from = to) {
      LocalDate start = periods.period().startOf(LocalDate.ofEpochDay(known[from]));
      int next = day(next(periods.period(), start));
      to = from;
      while (to < known.length && known[to] < next) {
        to++;
      }
      int last = known[to - 1];
      int closing = periods.stated().map(c -> lastSession(c, day(start), next)).orElse(next - 1);
      for (int i = from; i < to; i++) {
        if (known[i] > closing) {
          strays[strayed++] = known[i];
        }
      }
      isFinished = to < known.length || (periods.stated().isPresent() && last >= closing);
      starts[count] = day(start);
      ends[count] = isFinished && periods.stated().isPresent() ? Math.max(last, closing) : last;
      count++;
    }
    return new PeriodEnds(
        Arrays.copyOf(starts, count),
        Arrays.copyOf(ends, count),
        count > 0 && !isFinished,
        Arrays.copyOf(strays, strayed));
  }

  private static int day(LocalDate date) {
    return Math.toIntExact(date.toEpochDay());
  }

  static LocalDate next(CalendarPeriod period, LocalDate start) {
    return switch (period) {
      case WEEK -> start.plusWeeks(1);
      case MONTH -> start.plusMonths(1);
      case QUARTER -> start.plusMonths(3);
      case YEAR -> start.plusYears(1);
    };
  }

  /**
   * The last session of a period, or the day before it if it has none; beyond its coverage a
   * calendar goes on by weekdays.
   */
  private static int lastSession(TradingCalendar calendar, int start, int next) {
    int day = next - 1;
    while (day >= start && !isSession(calendar, day)) {
      day--;
    }
    return day;
  }

  private static boolean isSession(TradingCalendar calendar, int day) {
    return calendar.covers(day)
        ? calendar.isSession(day)
        : LocalDate.ofEpochDay(day).getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  /** The place of the period that a day is in, among those with a bar. */
  int placeOf(int epochDay) {
    int place = Arrays.binarySearch(starts, epochDay);
    return place < 0 ? -place - 2 : place;
  }

  /** The day that dates the bars of a period. */
  int end(int place) {
    return ends[place];
  }

  /** Whether more sessions of a period may come. */
  boolean isUnfinished(int place) {
    return isLastUnfinished && place == starts.length - 1;
  }

  /** The days of bars after the last session of their period, which the calendar does not know. */
  int[] strays() {
    return strays;
  }

  /** The first day of the unfinished period and its last session so far; empty if none is. */
  Optional<int[]> unfinished() {
    int last = starts.length - 1;
    return isLastUnfinished ? Optional.of(new int[] {starts[last], ends[last]}) : Optional.empty();
  }
}
