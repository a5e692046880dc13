package io.github.marketvolume.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CalendarPeriodTest {

  @Test
  void startOf_isTheFirstDay() {
    LocalDate date = LocalDate.of(2021, 1, 2); // a Saturday
    assertThat(CalendarPeriod.WEEK.startOf(date)).isEqualTo("2020-12-28");
    assertThat(CalendarPeriod.MONTH.startOf(date)).isEqualTo("2021-01-01");
    assertThat(CalendarPeriod.QUARTER.startOf(LocalDate.of(2020, 6, 30))).isEqualTo("2020-04-01");
    assertThat(CalendarPeriod.QUARTER.startOf(LocalDate.of(2020, 12, 31))).isEqualTo("2020-10-01");
    assertThat(CalendarPeriod.YEAR.startOf(date)).isEqualTo("2021-01-01");
    assertThat(CalendarPeriod.MONTH.word()).isEqualTo("month");
  }

  @Property(tries = 200)
  void periods_neitherOverlapNorLeaveAGap(@ForAll CalendarPeriod period, @ForAll LocalDate date) {
    LocalDate start = period.startOf(date);
    assertThat(start).isBeforeOrEqualTo(date);
    assertThat(period.startOf(start)).isEqualTo(start);
    assertThat(period.startOf(start.minusDays(1))).isBefore(start);
    LocalDate next = date.plusDays(1);
    assertThat(period.startOf(next)).isIn(start, next);
    assertThat(CalendarPeriod.WEEK.startOf(date).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
  }
}
