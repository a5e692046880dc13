package io.github.marketvolume.calendar;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SafeText;
import io.github.marketvolume.error.VolumeException;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The days on which an exchange trades, from a first to a last one: the coverage. {@link #NYSE}
 * comes with the library, {@link #of} makes a calendar from dates. An immutable value: calendars
 * are equal if they say the same of the same days.
 *
 * <p>Every question about a day beyond the coverage is a {@link VolumeException} whose message
 * names the coverage; {@link #covers(LocalDate)} asks beforehand. A calendar that merely went on
 * would give wrong answers in silence.
 *
 * <pre>{@code
 * TradingCalendar.NYSE.next(LocalDate.parse("2024-07-03"));                // 2024-07-05
 * TradingCalendar.NYSE.closingTime(LocalDate.parse("2024-07-03"));         // 13:00
 * TradingCalendar.NYSE.with(Closure.allDay(LocalDate.parse("2027-03-08"), "snow storm"));
 * }</pre>
 *
 * <p>Methods that take an epoch day, which counts from 1970-01-01, are for loops over many rows:
 * they take constant time and make no objects.
 */
public final class TradingCalendar implements Serializable {

  /**
   * The New York Stock Exchange, from 1999 to 2030; its regular sessions close at 16:00 New York
   * time. The days from 2029-01-01 on follow from the exchange's rules, as it has not published
   * them. Nasdaq trades on the same days.
   */
  public static final TradingCalendar NYSE = new TradingCalendar("NYSE", null);

  /**
   * The calendar of a market whose sessions nobody has listed. It covers no day: no day has a kind
   * or an effect, and as with every day that a calendar does not cover, Mondays to Fridays count as
   * sessions where sessions are counted.
   */
  public static final TradingCalendar NONE =
      new TradingCalendar("none", new DayTable(0, new byte[0], Map.of(), Map.of(), null, null));

  private static final long serialVersionUID = 1L;

  /** Years in which markets trade. */
  private static final int FIRST_YEAR = 1;

  private static final int LAST_YEAR = 9999;

  /** Null until it is asked for. It does not matter if several threads read it at once. */
  private static @Nullable DayTable nyse;

  private final String name;

  /** Null for {@link #NYSE}, whose days are read when they are asked for. */
  private final @Nullable DayTable days;

  private TradingCalendar(String name, @Nullable DayTable days) {
    this.name = name;
    this.days = days;
  }

  /**
   * A calendar of the dates on which a market trades, or on which it was seen to trade: the dates
   * of all bars of a market make its calendar. Dates may repeat, and come in any order. The
   * coverage is from the first to the last of them.
   *
   * <p>A day of the week on which the market trades less than half of the time is a weekend; other
   * days without a session are holidays. So give the dates of a whole market: a day that one ticker
   * lacks would be a holiday. There are no half days and no closing times, unless {@link #with}
   * gives them.
   *
   * <p>{@link DayKind}s follow from these dates by the same rules as for {@link #NYSE}. What comes
   * after the coverage is not known, and every Monday to Friday there counts as a session.
   *
   * @param name what plans and messages call it
   * @throws InvalidPlanException if there is no date, one is not of the years 1 to 9999, or the
   *     name is blank or has characters that nobody sees
   */
  public static TradingCalendar of(String name, Collection<LocalDate> sessions) {
    if (name.isBlank() || !SafeText.visible(name).equals(name)) {
      throw new InvalidPlanException(
          "a calendar has no name that can be read; give one such as \"XETRA\"");
    }
    if (sessions.isEmpty()) {
      throw new InvalidPlanException(
          "the calendar " + name + " has no sessions; give the dates on which its market trades");
    }
    LocalDate first = Collections.min(sessions);
    LocalDate last = Collections.max(sessions);
    if (first.getYear() < FIRST_YEAR || last.getYear() > LAST_YEAR) {
      throw new InvalidPlanException(
          "the calendar "
              + name
              + " cannot cover "
              + first
              + " to "
              + last
              + "; give dates of the years 1 to 9999");
    }
    int start = (int) first.toEpochDay();
    byte[] states = new byte[(int) last.toEpochDay() - start + 1];
    Arrays.fill(states, DayTable.WEEKEND);
    for (LocalDate session : sessions) {
      states[(int) session.toEpochDay() - start] = DayTable.SESSION;
    }
    markHolidays(start, states);
    return new TradingCalendar(name, new DayTable(start, states, Map.of(), Map.of(), null, null));
  }

  /** Makes holidays of those weekends that fall on a day of the week on which the market trades. */
  private static void markHolidays(int start, byte[] states) {
    int[] sessions = new int[7];
    int[] days = new int[7];
    for (int i = 0; i < states.length; i++) {
      int dayOfWeek = DayKinds.dayOfWeek(start + i);
      days[dayOfWeek]++;
      sessions[dayOfWeek] += states[i] == DayTable.SESSION ? 1 : 0;
    }
    for (int i = 0; i < states.length; i++) {
      int dayOfWeek = DayKinds.dayOfWeek(start + i);
      if (states[i] == DayTable.WEEKEND && 2 * sessions[dayOfWeek] >= days[dayOfWeek]) {
        states[i] = DayTable.HOLIDAY;
      }
    }
  }

  /**
   * This calendar with a closure that the exchange announced after it was made. A day without a
   * session stays as it is if it is closed again, so that a closure may be given that a later
   * version of the library knows. Kinds of sessions follow: the session before is one before a
   * holiday.
   *
   * @throws InvalidPlanException if a session is to close early on a day without one, or not before
   *     its usual time, or before it opens
   * @throws VolumeException if the day is beyond the coverage
   */
  public TradingCalendar with(Closure closure) {
    LocalDate date = closure.date();
    int day = covered(date);
    if (closure instanceof Closure.AllDay whole) {
      return isSession(date)
          ? new TradingCalendar(name, days().withoutSession(day, whole.name()))
          : this;
    }
    LocalTime time = ((Closure.Early) closure).closingTime();
    if (!isSession(date)) {
      throw new InvalidPlanException(
          "the calendar "
              + name
              + " has no session on "
              + date
              + " that could close at "
              + time
              + "; give the date of a session");
    }
    TradingHours usual = days().hours();
    if (usual != null && !time.isBefore(usual.closing())) {
      throw new InvalidPlanException(
          "the session of "
              + name
              + " on "
              + date
              + " does not close early at "
              + time
              + "; give a time before "
              + usual.closing());
    }
    if (usual != null && !time.isAfter(usual.opening())) {
      throw new InvalidPlanException(
          "the session of "
              + name
              + " on "
              + date
              + " cannot close at "
              + time
              + ", because it opens at "
              + usual.opening()
              + "; give a later time, or a closure of all day");
    }
    return new TradingCalendar(name, days().withEarlyClose(day, time));
  }

  /** What plans and messages call it, such as {@code NYSE}. */
  public String name() {
    return name;
  }

  /** Whether it covers no day, as {@link #NONE}. */
  public boolean coversNothing() {
    return days().last() < days().first();
  }

  /** The first day of the coverage; it need not be a session. Of {@link #NONE}, 1970-01-01. */
  public LocalDate first() {
    return LocalDate.ofEpochDay(days().first());
  }

  /**
   * The last day of the coverage; it need not be a session. Of {@link #NONE}, the day before {@link
   * #first}.
   */
  public LocalDate last() {
    return LocalDate.ofEpochDay(days().last());
  }

  /**
   * The first day that follows from the exchange's rules, because the exchange has not published
   * its calendar so far; empty if there is none.
   */
  public Optional<LocalDate> byRuleFrom() {
    return Optional.ofNullable(days().byRuleFrom());
  }

  /** Whether the day is in the coverage. */
  public boolean covers(LocalDate date) {
    return days().covers(date.toEpochDay());
  }

  /** Whether the day is in the coverage. */
  public boolean covers(int epochDay) {
    return days().covers(epochDay);
  }

  /** Whether the exchange trades on a day, be it for half of it. */
  public boolean isSession(LocalDate date) {
    return days().isSession(covered(date));
  }

  /**
   * Whether the exchange trades on a day, for loops.
   *
   * @param epochDay a day in the coverage
   */
  public boolean isSession(int epochDay) {
    return days().isSession(covered(epochDay));
  }

  /** The first session after a day. */
  public LocalDate next(LocalDate date) {
    int position = days().count(covered(date));
    if (position == days().sessions()) {
      throw beyond("the session after " + date);
    }
    return LocalDate.ofEpochDay(days().session(position));
  }

  /** The last session before a day. */
  public LocalDate previous(LocalDate date) {
    int day = covered(date);
    int position = days().count(day) - (days().isSession(day) ? 2 : 1);
    if (position < 0) {
      throw beyond("the session before " + date);
    }
    return LocalDate.ofEpochDay(days().session(position));
  }

  /**
   * How many sessions a day is after another one: those after {@code from}, up to and including
   * {@code to}; 1 from a session to the next one. It is negative if {@code to} is the earlier one.
   * A day without a session counts as the session before it.
   */
  public int sessionsBetween(LocalDate from, LocalDate to) {
    return position(covered(to)) - position(covered(from));
  }

  /**
   * The sessions from a first to a last day, both included.
   *
   * @return an unmodifiable list in the order of dates
   * @throws InvalidPlanException if the first day is after the last
   */
  public List<LocalDate> sessions(LocalDate from, LocalDate to) {
    if (from.isAfter(to)) {
      throw new InvalidPlanException(
          "sessions from " + from + " to " + to + ": the first day is after the last; swap them");
    }
    int start = covered(from);
    int end = covered(to);
    List<LocalDate> sessions = new ArrayList<>();
    int past = days().count(end);
    for (int i = days().count(start) - (days().isSession(start) ? 1 : 0); i < past; i++) {
      sessions.add(LocalDate.ofEpochDay(days().session(i)));
    }
    return Collections.unmodifiableList(sessions);
  }

  /** Why there is no session on a day; empty if there is one. */
  public Optional<ClosureKind> closure(LocalDate date) {
    return Optional.ofNullable(days().closure(covered(date)));
  }

  /**
   * What a closure is called, such as {@code Good Friday}; empty for a session, a weekend, and a
   * holiday of a calendar that was made from dates.
   */
  public Optional<String> closureName(LocalDate date) {
    return Optional.ofNullable(days().closureName(covered(date)));
  }

  /** Whether there is a session on a day, and it closes early. */
  public boolean isHalfDay(LocalDate date) {
    return days().earlyClose(covered(date)) != null;
  }

  /**
   * When the session of a day closes, in the exchange's time zone; empty if there is no session,
   * and for a regular session of a calendar that was made from dates.
   */
  public Optional<LocalTime> closingTime(LocalDate date) {
    int day = covered(date);
    LocalTime early = days().earlyClose(day);
    TradingHours hours = days().hours();
    return Optional.ofNullable(early != null || hours == null ? early : hours.closing())
        .filter(time -> days().isSession(day));
  }

  /**
   * When the session of a day opens, in the exchange's time zone: 09:30 at the NYSE; empty if there
   * is no session, and for a calendar that was made from dates.
   */
  public Optional<LocalTime> openingTime(LocalDate date) {
    int day = covered(date);
    return Optional.ofNullable(days().hours())
        .map(TradingHours::opening)
        .filter(time -> days().isSession(day));
  }

  /** Whether it knows when sessions open and close: no, if it was made from dates. */
  public boolean hasHours() {
    return days().hours() != null;
  }

  /**
   * How many minutes the session of a day lasts, for loops: 390 on a regular session of the NYSE,
   * 210 where it closes at 13:00; 0 on a day without a session, and on all days of a calendar that
   * {@linkplain #hasHours has no hours}.
   *
   * @param epochDay a day in the coverage
   */
  public int minutes(int epochDay) {
    TradingHours hours = days().hours();
    if (!days().isSession(covered(epochDay)) || hours == null) {
      return 0;
    }
    LocalTime early = days().earlyClose(epochDay);
    return hours.minutesTo(early == null ? hours.closing() : early);
  }

  /** The kind of session; empty if there is none on that day. */
  public Optional<DayKind> kind(LocalDate date) {
    int day = covered(date);
    return days().isSession(day) ? Optional.of(days().kind(day)) : Optional.empty();
  }

  /**
   * The kind of session, for loops: {@link DayKind#NORMAL} on a day without a session.
   *
   * @param epochDay a day in the coverage
   */
  public DayKind kind(int epochDay) {
    return days().kind(covered(epochDay));
  }

  /**
   * The position of a day among the sessions, for loops: 0 on the first session of the coverage. A
   * day without a session has the position of the last session before it, and -1 if there is none.
   * The difference of two positions is {@link #sessionsBetween}.
   *
   * @param epochDay a day in the coverage
   */
  public int position(int epochDay) {
    return days().count(covered(epochDay)) - 1;
  }

  /**
   * The epoch day of the session at a position, for loops: the inverse of {@link #position}.
   *
   * @throws VolumeException if the coverage has no such session
   */
  public int epochDay(int position) {
    if (position < 0 || position >= days().sessions()) {
      throw beyond("the session at position " + position);
    }
    return days().session(position);
  }

  private DayTable days() {
    if (days != null) {
      return days;
    }
    DayTable read = nyse;
    if (read == null) {
      read = CalendarFile.read("nyse.txt");
      nyse = read;
    }
    return read;
  }

  private int covered(LocalDate date) {
    if (!covers(date)) {
      throw beyond(date.toString());
    }
    return (int) date.toEpochDay();
  }

  private int covered(int epochDay) {
    if (!covers(epochDay)) {
      throw beyond(LocalDate.ofEpochDay(epochDay).toString());
    }
    return epochDay;
  }

  private VolumeException beyond(String what) {
    return new VolumeException(
        what
            + " is beyond the calendar "
            + name
            + ", which covers "
            + coverage()
            + "; ask within its coverage, or make a calendar that covers more with"
            + " TradingCalendar.of(name, sessions)");
  }

  private Object readResolve() {
    return days == null ? NYSE : this;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof TradingCalendar calendar
            && name.equals(calendar.name)
            && days().equals(calendar.days()));
  }

  @Override
  public int hashCode() {
    return name.hashCode(); // asked for every column; calendars of one name are few
  }

  private String coverage() {
    return coversNothing() ? "no day" : first() + " to " + last();
  }

  /** The name and the coverage: {@code NYSE, 1999-01-01 to 2030-12-31}. */
  @Override
  public String toString() {
    return name + ", " + coverage();
  }
}
