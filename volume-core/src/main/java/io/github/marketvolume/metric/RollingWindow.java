package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import java.io.Serializable;

/**
 * The rows of one series that a rolling statistic uses, counted in places of a unit: {@code
 * bars(60)} is the 60 bars directly before the current one, which is never among them; {@code
 * days(90)} is the bars of the 90 days before, {@code sessions(60).on(NYSE)} those of the 60
 * sessions before, and {@code sameKind(8).on(NYSE)} the 8 before on days of the same kind.
 *
 * <p>A place is not a valid value: a missing value takes a place and is skipped, and so does a day
 * without a bar in a window of days. The result is missing if the window has fewer valid values
 * than required: by default all places in a window of bars, and one in a window of days.
 *
 * @param length the number of places
 * @param unit what is counted
 * @param includesCurrent whether the current row takes the last place
 * @param required the number of places that must have a value, from 1 to {@code length}
 */
public record RollingWindow(int length, WindowUnit unit, boolean includesCurrent, int required)
    implements Serializable {

  /** The longest window: a century of sessions. */
  public static final int MAX_LENGTH = 25_200;

  public RollingWindow {
    Arguments.required(unit, "unit");
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a window of "
              + length
              + " "
              + unit.plural()
              + " is not possible; give 1 to "
              + MAX_LENGTH);
    }
    if (required < 1 || required > length) {
      throw new IllegalArgumentException(
          "a window of "
              + length
              + " "
              + unit.plural()
              + " cannot require "
              + required
              + " values; give 1 to "
              + length);
    }
  }

  private static RollingWindow of(int n, WindowUnit unit) {
    return new RollingWindow(n, unit, false, unit.requiredOf(n));
  }

  /** The {@code n} rows before the current one, all of which must have a value. */
  public static RollingWindow bars(int n) {
    return of(n, StandardUnit.BARS);
  }

  /**
   * The rows of the {@code n} days before the current one's, weekends and holidays counted. One of
   * them must have a value; {@link #requiring} sets another number.
   */
  public static RollingWindow days(int n) {
    return of(n, StandardUnit.DAYS);
  }

  /**
   * The rows of the {@code n} sessions before the current row's day, all of which must have a
   * value: a session on which the series has no row takes a place. A row on a day without a session
   * is in no window.
   */
  public static OnCalendar sessions(int n) {
    return new OnCalendar(n, false);
  }

  /**
   * The {@code n} rows before the current one that are on days of the same {@linkplain
   * io.github.marketvolume.calendar.DayKind kind}, all of which must have a value: a half day is
   * compared with half days.
   */
  public static OnCalendar sameKind(int n) {
    return new OnCalendar(n, true);
  }

  /**
   * A window that needs a calendar.
   *
   * @param length how many places
   * @param ofKind whether rows of the same kind of day are counted; else sessions are
   */
  public record OnCalendar(int length, boolean ofKind) {

    /** The window on a calendar. */
    public RollingWindow on(TradingCalendar calendar) {
      return of(length, ofKind ? new SameKindUnit(calendar) : new SessionUnit(calendar));
    }
  }

  /** The same number of places, the last of which is the current row's. */
  public RollingWindow includingCurrent() {
    return new RollingWindow(length, unit, true, required);
  }

  /** The same window, which requires {@code values} valid values. */
  public RollingWindow requiring(int values) {
    return new RollingWindow(length, unit, includesCurrent, values);
  }

  LookBack lookBack() {
    return unit.lookBack(includesCurrent ? length - 1 : length);
  }

  /** The length and its unit, as default column names have it: {@code 60}, {@code 90d}. */
  String shortName() {
    return length + unit.suffix();
  }

  /** The part of a default column name for this window: {@code 60}, {@code 60_incl}. */
  String suffix() {
    return shortName()
        + (includesCurrent ? "_incl" : "")
        + (required == unit.requiredOf(length) ? "" : "_min_" + required);
  }

  @Override
  public String toString() {
    return (includesCurrent
            ? "the last " + length + " " + unit.plural()
            : "the " + length + " " + unit.plural() + " before")
        + (required == unit.requiredOf(length) ? "" : " (at least " + required + " with a value)");
  }
}
