package io.github.marketvolume.calendar;

import static io.github.marketvolume.calendar.TradingCalendar.NONE;
import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.VolumeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of the NYSE that were looked up by hand, and of calendars of one's own. */
class TradingCalendarTest {

  private static final LocalTime ONE_O_CLOCK = LocalTime.of(13, 0);

  @ParameterizedTest
  @CsvSource({
    "1999, 252",
    "2001, 248",
    "2010, 252",
    "2012, 250",
    "2021, 252",
    "2022, 251",
    "2024, 252",
    "2025, 250"
  })
  void sessions_ofYearAreTheExchanges(int year, int expected) {
    assertThat(NYSE.sessions(date(year, 1, 1), date(year, 12, 31))).hasSize(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2001-09-10, ",
    "2001-09-11, UNSCHEDULED",
    "2001-09-14, UNSCHEDULED",
    "2001-09-17, ",
    "2004-06-11, UNSCHEDULED",
    "2007-01-02, UNSCHEDULED",
    "2012-10-29, UNSCHEDULED",
    "2012-10-30, UNSCHEDULED",
    "2012-10-31, ",
    "2018-12-05, UNSCHEDULED",
    "2025-01-09, UNSCHEDULED",
    "2010-12-31, ", // a New Year's Day on a Saturday is not made up for
    "2021-12-31, ",
    "2023-01-02, HOLIDAY", // one on a Sunday is
    "2013-01-21, HOLIDAY",
    "2013-02-18, HOLIDAY",
    "2013-03-29, HOLIDAY",
    "2019-04-19, HOLIDAY",
    "2016-05-30, HOLIDAY",
    "2021-06-18, ", // the year before the exchange kept Juneteenth
    "2022-06-20, HOLIDAY",
    "2027-06-18, HOLIDAY",
    "2015-07-03, HOLIDAY",
    "2018-09-03, HOLIDAY",
    "2019-10-14, ", // Columbus Day is a session
    "2019-11-11, ", // Veterans Day is a session
    "2023-11-23, HOLIDAY",
    "2021-12-24, HOLIDAY",
    "2024-06-22, WEEKEND",
    "2024-06-23, WEEKEND",
    "2000-01-01, WEEKEND"
  })
  void closure_ofTheExchange(LocalDate date, ClosureKind expected) {
    assertThat(NYSE.closure(date).orElse(null)).isEqualTo(expected);
    assertThat(NYSE.isSession(date)).isEqualTo(expected == null);
  }

  @ParameterizedTest
  @CsvSource({
    "2012-10-29, Hurricane Sandy",
    "2025-01-09, day of mourning for Jimmy Carter",
    "2024-03-29, Good Friday",
    "2024-06-19, Juneteenth",
    "2024-06-20, ",
    "2024-06-22, "
  })
  void closureName_saysWhy(LocalDate date, String expected) {
    assertThat(NYSE.closureName(date).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1999-12-31", // the last session before the year 2000
        "2002-07-05", // in this year the day after, as never since
        "2003-12-26",
        "2013-07-03",
        "2019-11-29", // the day after Thanksgiving
        "2023-07-03",
        "2024-12-24",
        "2026-11-27"
      })
  void closingTime_ofHalfDays(LocalDate date) {
    assertThat(NYSE.isHalfDay(date)).isTrue();
    assertThat(NYSE.isSession(date)).isTrue();
    assertThat(NYSE.closingTime(date)).contains(ONE_O_CLOCK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2002-07-03",
        "2014-12-26",
        "2015-07-02",
        "2016-07-01",
        "2021-12-23",
        "2026-07-02"
      })
  void closingTime_ofSessionsThatLookLikeHalfDays(LocalDate date) {
    assertThat(NYSE.isHalfDay(date)).isFalse();
    assertThat(NYSE.closingTime(date)).contains(LocalTime.of(16, 0));
  }

  @Test
  @DisplayName("a day without a session does not close")
  void closingTime_withoutSession() {
    assertThat(NYSE.closingTime(date(2025, 12, 25))).isEmpty();
    assertThat(NYSE.isHalfDay(date(2025, 12, 25))).isFalse();
  }

  @Test
  @DisplayName("a session lasts from its opening to its closing time")
  void minutes() {
    LocalDate regular = date(2025, 12, 23);
    LocalDate half = date(2025, 12, 24);
    assertThat(NYSE.openingTime(regular)).contains(LocalTime.of(9, 30));
    assertThat(NYSE.openingTime(date(2025, 12, 25))).isEmpty();
    assertThat(NYSE.minutes((int) regular.toEpochDay())).isEqualTo(390);
    assertThat(NYSE.minutes((int) half.toEpochDay())).isEqualTo(210);
    assertThat(NYSE.minutes((int) date(2025, 12, 25).toEpochDay())).isZero();
    assertThat(
            NYSE.with(Closure.early(regular, LocalTime.of(14, 0)))
                .minutes((int) regular.toEpochDay()))
        .isEqualTo(270);
    TradingCalendar own = TradingCalendar.of("own", List.of(regular, half));
    assertThat(own.hasHours()).isFalse();
    assertThat(own.minutes((int) regular.toEpochDay())).isZero();
    assertThat(own.openingTime(regular)).isEmpty();
  }

  @Test
  @DisplayName("next and previous skip weekends and closures")
  void neighbours() {
    assertThat(NYSE.next(date(2001, 9, 10))).isEqualTo("2001-09-17");
    assertThat(NYSE.next(date(2001, 9, 15))).isEqualTo("2001-09-17");
    assertThat(NYSE.previous(date(2001, 9, 17))).isEqualTo("2001-09-10");
    assertThat(NYSE.previous(date(2001, 9, 12))).isEqualTo("2001-09-10");
    assertThat(NYSE.next(date(1999, 1, 1))).isEqualTo("1999-01-04");
    assertThat(NYSE.previous(date(2030, 12, 31))).isEqualTo("2030-12-30");
  }

  @Test
  @DisplayName("sessions between are those after the one day, up to the other")
  void between() {
    assertThat(NYSE.sessionsBetween(date(2001, 9, 10), date(2001, 9, 17))).isEqualTo(1);
    assertThat(NYSE.sessionsBetween(date(2001, 9, 17), date(2001, 9, 10))).isEqualTo(-1);
    assertThat(NYSE.sessionsBetween(date(2001, 9, 17), date(2001, 9, 17))).isZero();
    assertThat(NYSE.sessionsBetween(date(2001, 9, 10), date(2001, 9, 16))).isZero();
    assertThat(NYSE.sessionsBetween(date(2001, 9, 12), date(2001, 9, 18))).isEqualTo(2);
    assertThat(NYSE.sessionsBetween(date(1999, 1, 1), date(2030, 12, 31))).isEqualTo(8_046);
  }

  @Test
  @DisplayName("sessions of a range include both ends, and a range of a weekend has none")
  void sessions() {
    assertThat(NYSE.sessions(date(2024, 7, 3), date(2024, 7, 8)))
        .containsExactly(date(2024, 7, 3), date(2024, 7, 5), date(2024, 7, 8));
    assertThat(NYSE.sessions(date(2024, 7, 6), date(2024, 7, 7))).isEmpty();
    assertThatThrownBy(() -> NYSE.sessions(date(2024, 7, 8), date(2024, 7, 3)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "sessions from 2024-07-08 to 2024-07-03: the first day is after the last; swap them");
  }

  @Test
  @DisplayName("positions count sessions from 0, and a day without one has that of the last before")
  void positions() {
    assertThat(NYSE.position(day(1999, 1, 1))).isEqualTo(-1);
    assertThat(NYSE.position(day(1999, 1, 4))).isZero();
    assertThat(NYSE.position(day(1999, 1, 8))).isEqualTo(4);
    assertThat(NYSE.position(day(1999, 1, 10))).isEqualTo(4);
    assertThat(NYSE.position(day(2030, 12, 31))).isEqualTo(8_045);
    assertThat(NYSE.epochDay(4)).isEqualTo(day(1999, 1, 8));
  }

  @Test
  @DisplayName("the coverage, with the day from which it is by rule")
  void coverage() {
    assertThat(NYSE.name()).isEqualTo("NYSE");
    assertThat(NYSE.first()).isEqualTo("1999-01-01");
    assertThat(NYSE.last()).isEqualTo("2030-12-31");
    assertThat(NYSE.byRuleFrom()).contains(date(2029, 1, 1));
    assertThat(NYSE).hasToString("NYSE, 1999-01-01 to 2030-12-31");
    assertThat(NYSE.covers(date(1998, 12, 31))).isFalse();
    assertThat(NYSE.covers(date(1999, 1, 1))).isTrue();
    assertThat(NYSE.covers(day(2030, 12, 31))).isTrue();
    assertThat(NYSE.covers(day(2031, 1, 1))).isFalse();
    assertThat(NYSE.covers(LocalDate.MIN)).isFalse();
    assertThat(NYSE.covers(LocalDate.MAX)).isFalse();
    assertThat(NYSE.covers(Integer.MIN_VALUE)).isFalse();
    assertThat(NYSE.covers(Integer.MAX_VALUE)).isFalse();
  }

  @Test
  @DisplayName("a question beyond the coverage is an error of one line that names the coverage")
  void beyond() {
    String rest =
        " is beyond the calendar NYSE, which covers 1999-01-01 to 2030-12-31; ask within its"
            + " coverage, or make a calendar that covers more with TradingCalendar.of(name,"
            + " sessions)";
    assertThatThrownBy(() -> NYSE.isSession(date(2031, 1, 2)))
        .isExactlyInstanceOf(VolumeException.class)
        .hasMessage("2031-01-02" + rest);
    assertThatThrownBy(() -> NYSE.next(date(2030, 12, 31)))
        .isExactlyInstanceOf(VolumeException.class)
        .hasMessage("the session after 2030-12-31" + rest);
    assertThatThrownBy(() -> NYSE.previous(date(1999, 1, 4)))
        .hasMessage("the session before 1999-01-04" + rest);
    assertThatThrownBy(() -> NYSE.epochDay(8_046))
        .hasMessage("the session at position 8046" + rest);
    LocalDate past = date(2031, 1, 1);
    LocalDate before = date(1998, 12, 31);
    for (LocalDate date : List.of(past, before, LocalDate.MAX, LocalDate.MIN)) {
      String message = date + rest;
      assertThatThrownBy(() -> NYSE.next(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.previous(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.kind(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.closure(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.closureName(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.closingTime(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.isHalfDay(date)).hasMessage(message);
      assertThatThrownBy(() -> NYSE.with(Closure.allDay(date, "storm"))).hasMessage(message);
      assertThatThrownBy(() -> NYSE.sessionsBetween(NYSE.first(), date)).hasMessage(message);
    }
    assertThatThrownBy(() -> NYSE.kind(day(2031, 1, 1))).hasMessage(past + rest);
    assertThatThrownBy(() -> NYSE.position(day(1998, 12, 31))).hasMessage(before + rest);
    assertThatThrownBy(() -> NYSE.sessions(date(2030, 1, 1), past)).hasMessage(past + rest);
  }

  @Test
  @DisplayName("a closure that is announced later makes another calendar")
  void withClosure() {
    LocalDate date = date(2027, 3, 8);
    TradingCalendar closed = NYSE.with(Closure.allDay(date, "snow storm"));
    assertThat(closed.isSession(date)).isFalse();
    assertThat(closed.closure(date)).contains(ClosureKind.UNSCHEDULED);
    assertThat(closed.closureName(date)).contains("snow storm");
    assertThat(closed.kind(date)).isEmpty();
    assertThat(closed.kind(date(2027, 3, 5))).contains(DayKind.PRE_HOLIDAY);
    assertThat(closed.kind(date(2027, 3, 9))).contains(DayKind.POST_HOLIDAY);
    assertThat(closed.sessionsBetween(date(2027, 3, 5), date(2027, 3, 9))).isEqualTo(1);
    assertThat(closed.name()).isEqualTo("NYSE");
    assertThat(closed.byRuleFrom()).isEqualTo(NYSE.byRuleFrom());
    assertThat(closed.position(day(2030, 12, 31))).isEqualTo(8_044);
    assertThat(NYSE.isSession(date)).isTrue();
  }

  @Test
  @DisplayName("a half day that is closed altogether is no half day")
  void withClosureOfHalfDay() {
    LocalDate date = date(2026, 12, 24);
    TradingCalendar closed = NYSE.with(Closure.allDay(date, "snow storm"));
    assertThat(closed.isHalfDay(date)).isFalse();
    assertThat(closed.closingTime(date)).isEmpty();
    assertThat(closed.kind((int) date.toEpochDay())).isEqualTo(DayKind.NORMAL);
  }

  @Test
  @DisplayName("a closure of a day without a session changes nothing")
  void withClosureThatIsKnown() {
    assertThat(NYSE.with(Closure.allDay(date(2025, 1, 9), "mourning"))).isSameAs(NYSE);
    assertThat(NYSE.with(Closure.allDay(date(2025, 1, 11), "storm"))).isSameAs(NYSE);
  }

  @Test
  @DisplayName("a session can be made to close early, once more at another time")
  void withEarlyClose() {
    LocalDate date = date(2027, 3, 8);
    TradingCalendar early =
        NYSE.with(Closure.early(date, LocalTime.of(14, 30)))
            .with(Closure.early(date, LocalTime.of(14, 0)));
    assertThat(early.isHalfDay(date)).isTrue();
    assertThat(early.closingTime(date)).contains(LocalTime.of(14, 0));
    assertThat(early.kind(date)).contains(DayKind.HALF_DAY);
    assertThat(early.kind(date(2027, 3, 5))).contains(DayKind.NORMAL);
    assertThat(early).isEqualTo(NYSE.with(Closure.early(date, LocalTime.of(14, 0))));
  }

  @Test
  @DisplayName("closures that cannot be are refused, in one line")
  void withImpossible() {
    assertThatThrownBy(() -> NYSE.with(Closure.early(date(2025, 12, 25), ONE_O_CLOCK)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the calendar NYSE has no session on 2025-12-25 that could close at 13:00; give the"
                + " date of a session");
    assertThatThrownBy(() -> NYSE.with(Closure.early(date(2025, 12, 23), LocalTime.of(16, 0))))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the session of NYSE on 2025-12-23 does not close early at 16:00; give a time before"
                + " 16:00");
    assertThatThrownBy(() -> NYSE.with(Closure.early(date(2025, 12, 23), LocalTime.of(9, 30))))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the session of NYSE on 2025-12-23 cannot close at 09:30, because it opens at 09:30;"
                + " give a later time, or a closure of all day");
    assertThatThrownBy(() -> Closure.allDay(date(2025, 12, 23), " "))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the closure on 2025-12-23 has no name that can be read; give one such as \"Hurricane"
                + " Sandy\"");
  }

  @Test
  @DisplayName("a calendar of the dates on which a market traded, in any order, repeated")
  void ownCalendar() {
    List<LocalDate> dates = new ArrayList<>(NYSE.sessions(date(2024, 6, 3), date(2024, 7, 31)));
    dates.addAll(List.copyOf(dates));
    Collections.reverse(dates);
    TradingCalendar own = TradingCalendar.of("mine", dates);
    assertThat(own).hasToString("mine, 2024-06-03 to 2024-07-31");
    assertThat(own.sessions(own.first(), own.last()))
        .isEqualTo(NYSE.sessions(date(2024, 6, 3), date(2024, 7, 31)));
    assertThat(own.byRuleFrom()).isEmpty();
    assertThat(own.closure(date(2024, 7, 4))).contains(ClosureKind.HOLIDAY);
    assertThat(own.closureName(date(2024, 7, 4))).isEmpty();
    assertThat(own.closure(date(2024, 7, 6))).contains(ClosureKind.WEEKEND);
    assertThat(own.closingTime(date(2024, 7, 5))).isEmpty();
    assertThat(own.isHalfDay(date(2024, 7, 3))).isFalse();
    assertThat(own.kind(date(2024, 7, 3))).contains(DayKind.PRE_HOLIDAY);
    TradingCalendar early = own.with(Closure.early(date(2024, 7, 3), ONE_O_CLOCK));
    assertThat(early.kind(date(2024, 7, 3))).contains(DayKind.HALF_DAY);
    assertThat(early.closingTime(date(2024, 7, 3))).contains(ONE_O_CLOCK);
  }

  @Test
  @DisplayName("the weekend is the days of the week on which the market does not trade")
  void ownWeekend() {
    List<LocalDate> dates = new ArrayList<>();
    LocalDate holiday = date(2024, 3, 12);
    for (LocalDate date = date(2024, 3, 3); date.getMonthValue() < 5; date = date.plusDays(1)) {
      boolean isFridayOrSaturday = date.getDayOfWeek().getValue() % 7 >= 5;
      if (!isFridayOrSaturday && !date.equals(holiday)) {
        dates.add(date);
      }
    }
    LocalDate special = date(2024, 3, 23);
    dates.add(special);
    TradingCalendar own = TradingCalendar.of("Tadawul", dates);
    assertThat(own.closure(date(2024, 3, 8))).contains(ClosureKind.WEEKEND);
    assertThat(own.closure(date(2024, 3, 9))).contains(ClosureKind.WEEKEND);
    assertThat(own.isSession(special)).isTrue();
    assertThat(own.closure(holiday)).contains(ClosureKind.HOLIDAY);
    assertThat(own.kind(date(2024, 3, 11))).contains(DayKind.PRE_HOLIDAY);
    assertThat(own.kind(date(2024, 3, 13))).contains(DayKind.POST_HOLIDAY);
    assertThat(own.kind(date(2024, 3, 10))).contains(DayKind.NORMAL);
  }

  @Test
  @DisplayName("a market that trades every day has no weekend")
  void everyDay() {
    List<LocalDate> dates = date(2024, 1, 1).datesUntil(date(2024, 3, 1)).toList();
    TradingCalendar own = TradingCalendar.of("crypto", dates);
    assertThat(own.next(date(2024, 1, 5))).isEqualTo("2024-01-06");
    assertThat(own.kind(date(2024, 1, 6))).contains(DayKind.NORMAL);
    assertThat(own.kind(date(2024, 2, 29))).contains(DayKind.MSCI_REBAL);
  }

  @Test
  @DisplayName("a calendar that ends within a month does not take its last session for a month end")
  void endOfOwnCalendar() {
    List<LocalDate> dates = NYSE.sessions(date(2021, 1, 4), date(2021, 2, 5));
    assertThat(TradingCalendar.of("mine", dates).kind(date(2021, 2, 5))).contains(DayKind.NORMAL);
    List<LocalDate> month = NYSE.sessions(date(2021, 1, 4), date(2021, 2, 26));
    assertThat(TradingCalendar.of("mine", month).kind(date(2021, 2, 26)))
        .contains(DayKind.MSCI_REBAL); // a Friday, and the month ends on Sunday
  }

  @Test
  @DisplayName("a calendar of one's own without dates, or without a name, is refused in one line")
  void ownImpossible() {
    assertThatThrownBy(() -> TradingCalendar.of("mine", List.of()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("the calendar mine has no sessions; give the dates on which its market trades");
    assertThatThrownBy(() -> TradingCalendar.of("mine", List.of(date(2024, 1, 2), LocalDate.MAX)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the calendar mine cannot cover 2024-01-02 to +999999999-12-31; give dates of the years"
                + " 1 to 9999");
    assertThatThrownBy(() -> TradingCalendar.of("\t", List.of(date(2024, 1, 2))))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("a calendar has no name that can be read; give one such as \"XETRA\"");
  }

  @Test
  @DisplayName("one session is a calendar")
  void oneSession() {
    TradingCalendar own = TradingCalendar.of("mine", List.of(date(2024, 1, 2)));
    assertThat(own.kind(date(2024, 1, 2))).contains(DayKind.NORMAL);
    assertThat(own.position(day(2024, 1, 2))).isZero();
    assertThatThrownBy(() -> own.next(date(2024, 1, 2)))
        .hasMessageStartingWith("the session after 2024-01-02 is beyond the calendar mine");
  }

  @Test
  @DisplayName("calendars are equal if they say the same")
  void equality() {
    Closure storm = Closure.allDay(date(2027, 3, 8), "snow storm");
    assertThat(NYSE.with(storm))
        .isEqualTo(NYSE.with(storm))
        .hasSameHashCodeAs(NYSE.with(storm))
        .isNotEqualTo(NYSE)
        .isNotEqualTo(NYSE.with(Closure.allDay(date(2027, 3, 8), "storm")));
    List<LocalDate> dates = NYSE.sessions(date(2024, 1, 1), date(2024, 12, 31));
    assertThat(TradingCalendar.of("mine", dates))
        .isEqualTo(TradingCalendar.of("mine", new ArrayList<>(dates)))
        .isNotEqualTo(TradingCalendar.of("yours", dates))
        .isNotEqualTo(TradingCalendar.of("mine", dates.subList(1, dates.size())));
  }

  @Test
  @DisplayName("calendars and closures are the same after a trip through bytes")
  void serialization() throws Exception {
    Closure storm = Closure.allDay(date(2027, 3, 8), "snow storm");
    Closure early = Closure.early(date(2027, 3, 9), ONE_O_CLOCK);
    TradingCalendar changed = NYSE.with(storm).with(early);
    assertThat(throughBytes(NYSE)).isSameAs(NYSE);
    assertThat(throughBytes(changed)).isEqualTo(changed).hasSameHashCodeAs(changed);
    assertThat(throughBytes(changed).kind(date(2027, 3, 9))).contains(DayKind.HALF_DAY);
    assertThat(throughBytes(changed).position(day(2030, 12, 31))).isEqualTo(8_044);
    assertThat(throughBytes(storm)).isEqualTo(storm);
    assertThat(throughBytes(early)).isEqualTo(early);
  }

  static <T extends Serializable> T throughBytes(T value)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      T read = (T) in.readObject();
      return read;
    }
  }

  private static LocalDate date(int year, int month, int dayOfMonth) {
    return LocalDate.of(year, month, dayOfMonth);
  }

  private static int day(int year, int month, int dayOfMonth) {
    return (int) date(year, month, dayOfMonth).toEpochDay();
  }

  @Test
  void none_coversNoDay_andSaysSo() throws Exception {
    assertThat(NONE.coversNothing()).isTrue();
    assertThat(NYSE.coversNothing()).isFalse();
    assertThat(NONE.covers(LocalDate.EPOCH)).isFalse();
    assertThat(NONE.covers(NONE.first())).isFalse();
    assertThat(NONE.covers(NONE.last())).isFalse();
    assertThat(NONE).hasToString("none, no day");
    assertThatThrownBy(() -> NONE.isSession(date(2020, 1, 6)))
        .isInstanceOf(VolumeException.class)
        .hasMessage(
            "2020-01-06 is beyond the calendar none, which covers no day; ask within its coverage,"
                + " or make a calendar that covers more with TradingCalendar.of(name, sessions)");
    assertThat(throughBytes(NONE)).isEqualTo(NONE).isNotEqualTo(NYSE);
  }
}
