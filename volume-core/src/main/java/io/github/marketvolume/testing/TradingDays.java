package io.github.marketvolume.testing;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The New York trading days of the synthetic market's whole span and what each does to volume.
 *
 * <p>This is scenery for generated data, with the rules in force since 2010 only; it is not a
 * general exchange calendar.
 */
final class TradingDays {

  /** First day of the span; every generated series starts here or later. */
  static final LocalDate FIRST = LocalDate.of(2010, 1, 1);

  /** Last day of the span; adjusted prices are adjusted as of this day. */
  static final LocalDate LAST = LocalDate.of(2029, 12, 31);

  /** Weekdays on which the exchange was closed for a storm or in mourning. */
  private static final Set<LocalDate> ONE_OFF_CLOSURES =
      Set.of(
          LocalDate.of(2012, 10, 29),
          LocalDate.of(2012, 10, 30),
          LocalDate.of(2018, 12, 5),
          LocalDate.of(2025, 1, 9));

  private static final int FIRST_JUNETEENTH = 2022;

  private static final int[] EPOCH_DAYS = openEpochDays();

  /** What kind of trading day it is, with its usual effect on the logarithm of volume. */
  enum DayType {
    NORMAL(0),
    HALF_DAY(-0.88),
    QUAD_WITCHING(0.43),
    RUSSELL(0.30),
    MSCI_REBAL(0.11),
    QUARTER_END(0.02),
    MONTH_END(0.16),
    MONTHLY_OPEX(0.08),
    YEAR_END_LULL(-0.55),
    PRE_HOLIDAY(-0.18),
    POST_HOLIDAY(-0.03);

    final double logVolumeOffset;

    DayType(double logVolumeOffset) {
      this.logVolumeOffset = logVolumeOffset;
    }
  }

  private TradingDays() {}

  /** Returns how many trading days the span has. */
  static int count() {
    return EPOCH_DAYS.length;
  }

  static int epochDay(int day) {
    return EPOCH_DAYS[day];
  }

  static LocalDate date(int day) {
    return LocalDate.ofEpochDay(EPOCH_DAYS[day]);
  }

  /** Returns the index of the first trading day on or after {@code date}. */
  static int firstOnOrAfter(LocalDate date) {
    int found = Arrays.binarySearch(EPOCH_DAYS, Math.toIntExact(date.toEpochDay()));
    return found >= 0 ? found : -found - 1;
  }

  /** Returns the type of a trading day; where several fit, the one that dominates volume. */
  static DayType typeOf(LocalDate date) {
    if (isHalfDay(date)) {
      return DayType.HALF_DAY;
    }
    boolean quarterMonth = date.getMonthValue() % 3 == 0;
    boolean expiry = date.equals(openOnOrBefore(date.with(dayOfWeekInMonth(3, FRIDAY))));
    if (expiry && quarterMonth) {
      return DayType.QUAD_WITCHING;
    }
    if (date.equals(russellReconstitution(date.getYear()))) {
      return DayType.RUSSELL;
    }
    if (date.equals(openOnOrBefore(date.withDayOfMonth(date.lengthOfMonth())))) {
      return switch (date.getMonthValue() % 3) {
        case 0 -> DayType.QUARTER_END;
        case 1 -> DayType.MONTH_END;
        default -> DayType.MSCI_REBAL;
      };
    }
    if (expiry) {
      return DayType.MONTHLY_OPEX;
    }
    if (date.getMonth() == Month.DECEMBER
        && date.getDayOfMonth() >= 26
        && date.getDayOfMonth() <= 30) {
      return DayType.YEAR_END_LULL;
    }
    if (!isOpen(nextWeekday(date, 1))) {
      return DayType.PRE_HOLIDAY;
    }
    return isOpen(nextWeekday(date, -1)) ? DayType.NORMAL : DayType.POST_HOLIDAY;
  }

  static boolean isOpen(LocalDate date) {
    return !isWeekend(date) && !isHoliday(date) && !ONE_OFF_CLOSURES.contains(date);
  }

  private static boolean isHoliday(LocalDate date) {
    int year = date.getYear();
    return switch (date.getMonth()) {
      // A New Year's Day on a Saturday is not made up for: the Friday closes the accounting year.
      case JANUARY ->
          date.equals(mondayAfterSunday(LocalDate.of(year, 1, 1)))
              || date.equals(date.with(dayOfWeekInMonth(3, MONDAY)));
      case FEBRUARY -> date.equals(date.with(dayOfWeekInMonth(3, MONDAY)));
      case MARCH, APRIL -> date.equals(easterSunday(year).minusDays(2));
      case MAY -> date.equals(date.with(lastInMonth(MONDAY)));
      case JUNE -> year >= FIRST_JUNETEENTH && date.equals(observed(LocalDate.of(year, 6, 19)));
      case JULY -> date.equals(observed(LocalDate.of(year, 7, 4)));
      case SEPTEMBER -> date.equals(date.with(dayOfWeekInMonth(1, MONDAY)));
      case NOVEMBER -> date.equals(date.with(dayOfWeekInMonth(4, THURSDAY)));
      case DECEMBER -> date.equals(observed(LocalDate.of(year, 12, 25)));
      default -> false;
    };
  }

  private static boolean isHalfDay(LocalDate date) {
    MonthDay day = MonthDay.from(date);
    if (day.equals(MonthDay.of(7, 3))) {
      DayOfWeek fourth = date.plusDays(1).getDayOfWeek();
      return fourth != MONDAY && fourth != SATURDAY && fourth != SUNDAY;
    }
    return day.equals(MonthDay.of(12, 24))
        || (date.getMonth() == Month.NOVEMBER
            && date.equals(date.with(dayOfWeekInMonth(4, THURSDAY)).plusDays(1)));
  }

  /** The Friday on which the Russell indices take effect: never as late as 29 or 30 June. */
  private static LocalDate russellReconstitution(int year) {
    LocalDate lastFriday = LocalDate.of(year, 6, 1).with(lastInMonth(FRIDAY));
    return lastFriday.getDayOfMonth() >= 29 ? lastFriday.minusWeeks(1) : lastFriday;
  }

  /** Gregorian Easter by the anonymous algorithm in Meeus, "Astronomical Algorithms", ch. 8. */
  private static LocalDate easterSunday(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int d = b / 4;
    int e = b % 4;
    int f = (b + 8) / 25;
    int g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4;
    int k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return LocalDate.of(year, n / 31, n % 31 + 1);
  }

  private static LocalDate observed(LocalDate holiday) {
    return holiday.getDayOfWeek() == SATURDAY ? holiday.minusDays(1) : mondayAfterSunday(holiday);
  }

  private static LocalDate mondayAfterSunday(LocalDate holiday) {
    return holiday.getDayOfWeek() == SUNDAY ? holiday.plusDays(1) : holiday;
  }

  private static LocalDate openOnOrBefore(LocalDate date) {
    LocalDate day = date;
    while (!isOpen(day)) {
      day = day.minusDays(1);
    }
    return day;
  }

  private static LocalDate nextWeekday(LocalDate date, int step) {
    LocalDate day = date.plusDays(step);
    while (isWeekend(day)) {
      day = day.plusDays(step);
    }
    return day;
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == SATURDAY || date.getDayOfWeek() == SUNDAY;
  }

  private static int[] openEpochDays() {
    List<Integer> open = new ArrayList<>();
    for (LocalDate date = FIRST; !date.isAfter(LAST); date = date.plusDays(1)) {
      if (isOpen(date)) {
        open.add(Math.toIntExact(date.toEpochDay()));
      }
    }
    return open.stream().mapToInt(Integer::intValue).toArray();
  }
}
