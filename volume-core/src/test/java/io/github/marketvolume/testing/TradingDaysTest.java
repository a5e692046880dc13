package io.github.marketvolume.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.marketvolume.testing.TradingDays.DayType;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradingDaysTest {

  @ParameterizedTest
  @CsvSource({
    "2010-01-01, 2021-02-05, 2793",
    "2010-01-01, 2010-12-31, 252",
    "2012-01-01, 2012-12-31, 250",
    "2022-01-01, 2022-12-31, 251",
    "2024-01-01, 2024-12-31, 252",
    "2025-01-01, 2025-12-31, 250"
  })
  void count_isTheExchanges(LocalDate from, LocalDate to, int expected) {
    int days = TradingDays.firstOnOrAfter(to.plusDays(1)) - TradingDays.firstOnOrAfter(from);
    assertEquals(expected, days);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2010-01-01", // New Year's Day
        "2012-01-02", // New Year's Day on a Sunday
        "2013-01-21", // Martin Luther King Day
        "2013-02-18", // Washington's Birthday
        "2013-03-29", // Good Friday in March
        "2019-04-19", // Good Friday in April
        "2016-05-30", // Memorial Day
        "2022-06-20", // Juneteenth on a Sunday
        "2024-06-19", // Juneteenth
        "2015-07-03", // Independence Day on a Saturday
        "2018-09-03", // Labor Day
        "2012-10-29", // Hurricane Sandy
        "2012-10-30", // Hurricane Sandy
        "2023-11-23", // Thanksgiving
        "2018-12-05", // mourning for George H. W. Bush
        "2021-12-24", // Christmas on a Saturday
        "2025-01-09" // mourning for Jimmy Carter
      })
  void isOpen_closedOnHolidays(LocalDate date) {
    assertFalse(TradingDays.isOpen(date));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2010-12-31", // the next New Year's Day, a Saturday, is not made up for
        "2021-12-31",
        "2021-06-18", // the year before the exchange kept Juneteenth
        "2012-10-31",
        "2019-10-14", // Columbus Day is a trading day
        "2019-11-11" // Veterans Day is a trading day
      })
  void isOpen_onDaysThatLookLikeHolidays(LocalDate date) {
    assertTrue(TradingDays.isOpen(date));
  }

  @ParameterizedTest
  @CsvSource({
    "2012-07-03, HALF_DAY",
    "2010-07-02, PRE_HOLIDAY",
    "2017-07-03, HALF_DAY",
    "2016-07-01, PRE_HOLIDAY",
    "2019-11-29, HALF_DAY",
    "2018-12-24, HALF_DAY",
    "2018-12-21, QUAD_WITCHING",
    "2016-06-24, RUSSELL",
    "2018-06-22, RUSSELL",
    "2020-02-28, MSCI_REBAL",
    "2020-03-31, QUARTER_END",
    "2020-04-30, MONTH_END",
    "2019-04-18, MONTHLY_OPEX",
    "2020-01-17, MONTHLY_OPEX",
    "2019-12-26, YEAR_END_LULL",
    "2019-11-27, PRE_HOLIDAY",
    "2020-09-08, POST_HOLIDAY",
    "2020-09-09, NORMAL"
  })
  void typeOf_namesWhatDominatesVolume(LocalDate date, DayType expected) {
    assertEquals(expected, TradingDays.typeOf(date));
  }

  @Test
  void firstOnOrAfter_skipsToTheNextTradingDay() {
    int monday = TradingDays.firstOnOrAfter(LocalDate.of(2010, 1, 9));
    assertEquals(LocalDate.of(2010, 1, 11), TradingDays.date(monday));
    assertEquals(TradingDays.count(), TradingDays.firstOnOrAfter(LocalDate.of(2030, 1, 1)));
  }
}
