package io.github.marketvolume.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.plan.Shaping;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeriodEndsTest {

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static PeriodEnds ends(
      CalendarPeriod period, @Nullable TradingCalendar calendar, String... dates) {
    int[] days = Arrays.stream(dates).mapToInt(PeriodEndsTest::day).toArray();
    SessionDays noted = new SessionDays();
    noted.note(days, days.length);
    return PeriodEnds.of(new Shaping.Aggregated(period, calendar, false), noted, day("2024-12-31"));
  }

  @Test
  void withoutACalendar_aPeriodEndsOnItsLastDayWithABar() {
    PeriodEnds ends =
        ends(CalendarPeriod.WEEK, null, "2020-12-28", "2020-12-31", "2021-01-01", "2021-01-04");
    assertThat(ends.placeOf(day("2020-12-30"))).isZero();
    assertThat(ends.placeOf(day("2021-01-04"))).isEqualTo(1);
    assertThat(ends.end(0)).isEqualTo(day("2021-01-01"));
    assertThat(ends.end(1)).isEqualTo(day("2021-01-04"));
    assertThat(ends.isUnfinished(0)).isFalse();
    assertThat(ends.isUnfinished(1)).isTrue();
  }

  @Test
  void withACalendar_aPeriodEndsOnItsLastSession_withOrWithoutABar() {
    PeriodEnds ends =
        ends(CalendarPeriod.MONTH, TradingCalendar.NYSE, "2021-04-30", "2021-05-27", "2021-06-29");
    assertThat(ends.end(0)).isEqualTo(day("2021-04-30"));
    assertThat(ends.end(1)).isEqualTo(day("2021-05-28")); // the 31st is Memorial Day
    assertThat(ends.isUnfinished(1)).isFalse();
    assertThat(ends.isUnfinished(2)).isTrue();
    assertThat(ends.end(2)).isEqualTo(day("2021-06-29"));
    assertThat(ends.unfinished()).hasValue(new int[] {day("2021-06-01"), day("2021-06-29")});
  }

  @Test
  void barOnTheLastSession_finishesItsPeriod() {
    PeriodEnds ends = ends(CalendarPeriod.QUARTER, TradingCalendar.NYSE, "2021-03-31");
    assertThat(ends.isUnfinished(0)).isFalse();
    assertThat(ends.unfinished()).isEmpty();
  }

  @Test
  void beyondItsCoverage_aCalendarGoesOnByWeekdays() {
    TradingCalendar weekdays = TradingCalendar.of("short", List.of(LocalDate.parse("2021-01-04")));
    PeriodEnds ends = ends(CalendarPeriod.WEEK, weekdays, "2021-01-13", "2021-01-18");
    assertThat(ends.end(0)).isEqualTo(day("2021-01-15"));
  }

  @Test
  void daysAfterTheLastSession_areToldOf_andEndThePeriod() {
    PeriodEnds ends =
        ends(CalendarPeriod.WEEK, TradingCalendar.NYSE, "2021-01-08", "2021-01-09", "2021-01-11");
    assertThat(ends.strays()).containsExactly(day("2021-01-09"));
    assertThat(ends.end(0)).isEqualTo(day("2021-01-09"));
  }

  @Test
  void daysAfterTheLastOneUsed_finishNothing() {
    PeriodEnds ends = ends(CalendarPeriod.YEAR, null, "2024-05-06", "2025-01-02");
    assertThat(ends.isUnfinished(0)).isTrue();
    assertThat(ends(CalendarPeriod.YEAR, null).unfinished()).isEmpty();
  }
}
