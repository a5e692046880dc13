package io.github.marketvolume.calendar;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of sessions that were looked up by hand. */
class DayKindTest {

  @ParameterizedTest
  @CsvSource({
    "2012-07-03, HALF_DAY",
    "2017-07-03, HALF_DAY",
    "2018-12-24, HALF_DAY",
    "1999-12-31, HALF_DAY", // also the end of a quarter
    "2013-11-29, HALF_DAY", // also the end of a month of MSCI
    "2002-07-05, HALF_DAY",
    "2003-12-26, HALF_DAY",
    "2018-12-21, QUAD_WITCHING",
    "2024-03-15, QUAD_WITCHING",
    "2008-03-20, QUAD_WITCHING", // the Thursday before a Good Friday that is a third Friday
    "2001-09-21, QUAD_WITCHING",
    "2026-06-18, QUAD_WITCHING", // the Thursday before Juneteenth on a third Friday
    "2016-06-24, RUSSELL",
    "2018-06-22, RUSSELL", // the last Friday is the 29th
    "2017-06-23, RUSSELL", // the last Friday is the 30th
    "2024-06-28, RUSSELL", // also the end of a quarter
    "2020-02-28, MSCI_REBAL",
    "2024-08-30, MSCI_REBAL", // also the session before Labor Day
    "2020-03-31, QUARTER_END",
    "2024-03-28, QUARTER_END", // the Thursday before Good Friday
    "2021-12-31, QUARTER_END",
    "2020-04-30, MONTH_END",
    "2021-07-30, MONTH_END", // the month ends on a Saturday
    "2019-04-18, MONTHLY_OPEX", // the Thursday before a Good Friday that is a third Friday
    "2020-01-17, MONTHLY_OPEX", // also the session before a holiday
    "2019-12-26, YEAR_END_LULL", // also the session after Christmas
    "2024-12-30, YEAR_END_LULL",
    "2019-11-27, PRE_HOLIDAY",
    "2010-07-02, PRE_HOLIDAY",
    "2001-09-10, PRE_HOLIDAY",
    "2002-07-03, PRE_HOLIDAY",
    "2020-09-08, POST_HOLIDAY",
    "2001-09-17, POST_HOLIDAY",
    "2012-10-31, MONTH_END", // also the session after the storm
    "1999-01-04, POST_HOLIDAY",
    "2020-09-09, NORMAL",
    "2024-06-17, NORMAL",
    "2024-06-18, PRE_HOLIDAY",
    "2024-06-20, POST_HOLIDAY",
    "2024-06-21, QUAD_WITCHING"
  })
  void kind_ofSession(LocalDate date, DayKind expected) {
    assertThat(NYSE.kind(date)).contains(expected);
    assertThat(NYSE.kind((int) date.toEpochDay())).isEqualTo(expected);
  }

  @Test
  @DisplayName("a day without a session has no kind, and is normal to a loop")
  void kind_withoutSession() {
    LocalDate christmas = LocalDate.of(2025, 12, 25);
    assertThat(NYSE.kind(christmas)).isEmpty();
    assertThat(NYSE.kind((int) christmas.toEpochDay())).isEqualTo(DayKind.NORMAL);
  }
}
