package io.github.marketvolume.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.Arrays;
import java.util.Set;

/**
 * Finds the kinds of all sessions of a calendar. It goes from month to month, because a calendar of
 * decades is loaded in every run.
 */
final class DayKinds {

  /** Of the week; Monday is 0. */
  static final int SATURDAY = 5;

  private static final int FRIDAY = 4;
  private static final int JUNE = 6;
  private static final int DECEMBER = 12;

  private final int first;
  private final byte[] states;
  private final DayKind[] kinds;

  private DayKinds(int first, byte[] states) {
    this.first = first;
    this.states = states;
    kinds = new DayKind[states.length];
    Arrays.fill(kinds, DayKind.NORMAL);
  }

  /**
   * The kind of each day; one without a session is normal.
   *
   * @param first the epoch day of the first state
   * @param states of {@link DayTable}
   * @param sessions the epoch days of all sessions
   * @param halfDays the epoch days of those that close early
   */
  static DayKind[] of(int first, byte[] states, int[] sessions, Set<Integer> halfDays) {
    DayKinds days = new DayKinds(first, states);
    for (int day : halfDays) {
      days.mark(day, DayKind.HALF_DAY);
    }
    days.markMonths();
    days.markNeighboursOfClosures(sessions);
    return days.kinds;
  }

  /** Monday is 0. */
  static int dayOfWeek(int epochDay) {
    return Math.floorMod(epochDay + 3, 7);
  }

  private void markMonths() {
    LocalDate date = LocalDate.ofEpochDay(first);
    int year = date.getYear();
    int month = date.getMonthValue();
    int start = first - date.getDayOfMonth() + 1;
    while (start < first + states.length) {
      int past = start + Month.of(month).length(Year.isLeap(year));
      markMonth(month, start, past - 1);
      start = past;
      year += month / 12;
      month = month % 12 + 1;
    }
  }

  private void markMonth(int month, int start, int end) {
    int thirdFriday = start + Math.floorMod(FRIDAY - dayOfWeek(start), 7) + 14;
    switch (month % 3) {
      case 0 -> {
        markLastSession(start, thirdFriday, DayKind.QUAD_WITCHING);
        markLastSession(start, end, DayKind.QUARTER_END);
      }
      case 1 -> {
        markLastSession(start, thirdFriday, DayKind.MONTHLY_OPEX);
        markLastSession(start, end, DayKind.MONTH_END);
      }
      default -> {
        markLastSession(start, thirdFriday, DayKind.MONTHLY_OPEX);
        markLastSession(start, end, DayKind.MSCI_REBAL);
      }
    }
    if (month == JUNE) {
      int lastFriday = end - Math.floorMod(dayOfWeek(end) - FRIDAY, 7);
      mark(lastFriday >= start + 28 ? lastFriday - 7 : lastFriday, DayKind.RUSSELL);
    }
    if (month == DECEMBER) {
      for (int day = start + 25; day < start + 30; day++) {
        mark(day, DayKind.YEAR_END_LULL);
      }
    }
  }

  /** Marks the last session of some days; after the coverage all but weekends are sessions. */
  private void markLastSession(int from, int to, DayKind kind) {
    for (int day = to; day >= Math.max(from, first); day--) {
      boolean isCovered = day < first + states.length;
      if (isCovered ? isSession(day) : !isWeekend(day)) {
        mark(day, kind);
        return;
      }
    }
  }

  private void markNeighboursOfClosures(int[] sessions) {
    int before = first - 1;
    for (int session : sessions) {
      if (session - before > 1 && hasClosure(before + 1, session)) {
        mark(before, DayKind.PRE_HOLIDAY);
        mark(session, DayKind.POST_HOLIDAY);
      }
      before = session;
    }
    if (hasClosure(before + 1, first + states.length)) {
      mark(before, DayKind.PRE_HOLIDAY);
    }
  }

  /** Whether one of the days is closed for another reason than a weekend. */
  private boolean hasClosure(int from, int past) {
    for (int day = from; day < past; day++) {
      if (states[day - first] != DayTable.WEEKEND) {
        return true;
      }
    }
    return false;
  }

  /** Gives a session a kind, unless it has one that comes first; any other day has none. */
  private void mark(int day, DayKind kind) {
    if (isSession(day) && kind.compareTo(kinds[day - first]) < 0) {
      kinds[day - first] = kind;
    }
  }

  private boolean isSession(int day) {
    int index = day - first;
    return index >= 0 && index < states.length && states[index] == DayTable.SESSION;
  }

  private static boolean isWeekend(int epochDay) {
    return dayOfWeek(epochDay) >= SATURDAY;
  }
}
