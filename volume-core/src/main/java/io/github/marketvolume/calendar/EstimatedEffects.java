package io.github.marketvolume.calendar;

import io.github.marketvolume.error.InvalidPlanException;
import java.io.Serializable;

/**
 * What each kind of session does to a series, estimated from that series' own past: how this ticker
 * trades on half days, and not how large stocks do on average. For log volumes, as {@link
 * CalendarEffects}.
 *
 * <p>The departure of a row is its value less the median of the {@link DayKind#NORMAL} ones among
 * the 20 rows before, of which 10 must have a value. All through a calendar year, the offset of a
 * kind is the median of the departures on days of that kind in the five calendar years before. If
 * there are fewer of them than required, it is the published one. So the value of a row depends on
 * earlier years alone, and the offset of {@code NORMAL} is 0.
 *
 * @param calendar which sessions are of which kind
 * @param required how many departures of a kind an estimate needs, at least 1
 */
public record EstimatedEffects(TradingCalendar calendar, int required) implements Serializable {

  /** Eight half days are those of three or four years. */
  static final int DEFAULT_REQUIRED = 8;

  public EstimatedEffects {
    if (required < 1) {
      throw new InvalidPlanException(
          "an effect cannot be estimated from " + required + " days; require at least 1");
    }
  }

  /** The same effects, for each of which so many days of a kind are required. */
  public EstimatedEffects requiring(int days) {
    return new EstimatedEffects(calendar, days);
  }

  /** The effects that hold while there are too few days of a kind. */
  public CalendarEffects published() {
    return CalendarEffects.published(calendar);
  }

  @Override
  public String toString() {
    return "calendar effects on "
        + calendar.name()
        + " estimated from five years"
        + (required == DEFAULT_REQUIRED ? "" : " (at least " + required + " days of a kind)");
  }
}
