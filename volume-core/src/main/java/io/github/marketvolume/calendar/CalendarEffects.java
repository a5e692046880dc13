package io.github.marketvolume.calendar;

import io.github.marketvolume.error.InvalidPlanException;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each kind of session does to volume: an offset in natural-log units. A half day at -0.88 is
 * expected to trade e<sup>-0.88</sup> = 41 % of the volume of a normal session. Log volume less the
 * offset of its day is comparable across days. An immutable value.
 */
public final class CalendarEffects implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Map<DayKind, Double> PUBLISHED =
      Map.of(
          DayKind.HALF_DAY, -0.88,
          DayKind.QUAD_WITCHING, 0.43,
          DayKind.RUSSELL, 0.30,
          DayKind.MSCI_REBAL, 0.11,
          DayKind.QUARTER_END, 0.02,
          DayKind.MONTH_END, 0.16,
          DayKind.MONTHLY_OPEX, 0.08,
          DayKind.YEAR_END_LULL, -0.55,
          DayKind.PRE_HOLIDAY, -0.18,
          DayKind.POST_HOLIDAY, -0.03);

  private final TradingCalendar calendar;

  /** Of every kind; never changed. */
  private final EnumMap<DayKind, Double> offsets;

  private CalendarEffects(TradingCalendar calendar, EnumMap<DayKind, Double> offsets) {
    this.calendar = calendar;
    this.offsets = offsets;
  }

  /**
   * The offsets in the definitions of this library, for large stocks of the United States.
   *
   * @param calendar which sessions are of which kind
   */
  public static CalendarEffects published(TradingCalendar calendar) {
    return of(calendar, PUBLISHED);
  }

  /**
   * Effects that are estimated from each series' own past, the published ones until there are
   * enough days of a kind: 8, unless {@link EstimatedEffects#requiring} asks for another number.
   *
   * @param calendar which sessions are of which kind
   */
  public static EstimatedEffects estimated(TradingCalendar calendar) {
    return new EstimatedEffects(calendar, EstimatedEffects.DEFAULT_REQUIRED);
  }

  /**
   * Effects of one's own.
   *
   * @param calendar which sessions are of which kind
   * @param offsets in natural-log units of volume; a kind that is not among them has the offset 0
   * @throws InvalidPlanException if an offset is not finite
   */
  public static CalendarEffects of(TradingCalendar calendar, Map<DayKind, Double> offsets) {
    EnumMap<DayKind, Double> all = new EnumMap<>(DayKind.class);
    for (DayKind kind : DayKind.values()) {
      all.put(kind, 0.0);
    }
    offsets.forEach(
        (kind, offset) -> {
          if (!Double.isFinite(offset)) {
            throw new InvalidPlanException(
                "the effect of "
                    + kind
                    + " on log volume is "
                    + offset
                    + "; give a finite number, such as -0.88");
          }
          all.put(kind, offset + 0.0); // 0 and -0 are equal
        });
    return new CalendarEffects(calendar, all);
  }

  /** What a session of this kind adds to log volume, in natural-log units. */
  public double offset(DayKind kind) {
    return Objects.requireNonNull(offsets.get(kind));
  }

  /**
   * What the kind of a day's session adds to log volume; 0 on a day without a session, and beyond
   * the coverage of the calendar.
   */
  public double offset(int epochDay) {
    return calendar.covers(epochDay) && calendar.isSession(epochDay)
        ? offset(calendar.kind(epochDay))
        : 0;
  }

  /** Which sessions are of which kind. */
  public TradingCalendar calendar() {
    return calendar;
  }

  /** {@code published} for {@link #published}, and {@code custom} for any others. */
  public String name() {
    return equals(published(calendar)) ? "published" : "custom";
  }

  /** The offsets that are not 0, in words: {@code HALF_DAY -0.88, QUAD_WITCHING +0.43}. */
  public String describe() {
    StringBuilder words = new StringBuilder();
    offsets.forEach(
        (kind, offset) -> {
          if (offset != 0) {
            words
                .append(words.isEmpty() ? "" : ", ")
                .append(kind)
                .append(offset > 0 ? " +" : " ")
                .append(offset);
          }
        });
    return words.isEmpty() ? "no effects" : words.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalendarEffects effects
        && calendar.equals(effects.calendar)
        && offsets.equals(effects.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * calendar.hashCode() + offsets.hashCode();
  }

  @Override
  public String toString() {
    return name() + " calendar effects on " + calendar.name() + ": " + describe();
  }
}
