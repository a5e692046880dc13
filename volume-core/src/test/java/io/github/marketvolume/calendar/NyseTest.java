package io.github.marketvolume.calendar;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;
import static org.assertj.core.api.Assertions.assertThat;

import com.opengamma.strata.basics.date.HolidayCalendar;
import com.opengamma.strata.basics.date.HolidayCalendars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * All days of the NYSE's calendar against what others know: the rules of the exchange, Strata, and
 * lists that were made independently of this library, from the folder {@code reference} beside
 * {@code MARKET_DATA_DIR}.
 */
class NyseTest {

  private static final Set<LocalDate> UNSCHEDULED =
      dates(
          "2001-09-11, 2001-09-12, 2001-09-13, 2001-09-14, 2004-06-11, 2007-01-02, 2012-10-29,"
              + " 2012-10-30, 2018-12-05, 2025-01-09");

  @Test
  @DisplayName("holidays follow from the exchange's rules")
  void rules() {
    assertThat(closures(ClosureKind.HOLIDAY)).isEqualTo(holidaysByRule());
    assertThat(closures(ClosureKind.UNSCHEDULED)).isEqualTo(UNSCHEDULED);
  }

  @Test
  @DisplayName("from 2004 on half days follow from the exchange's rules")
  void rulesOfHalfDays() {
    Set<LocalDate> byRule = new TreeSet<>();
    for (int year = 2004; year <= 2030; year++) {
      byRule.add(LocalDate.of(year, 11, 1).with(dayOfWeekInMonth(4, THURSDAY)).plusDays(1));
      byRule.add(LocalDate.of(year, 12, 24));
      LocalDate fourth = LocalDate.of(year, 7, 4);
      if (fourth.getDayOfWeek() != MONDAY && isWeekday(fourth)) {
        byRule.add(fourth.minusDays(1));
      }
    }
    byRule.removeIf(date -> !NYSE.isSession(date));
    assertThat(halfDays()).filteredOn(date -> date.getYear() >= 2004).hasSameElementsAs(byRule);
    assertThat(halfDays())
        .filteredOn(date -> date.getYear() < 2004)
        .hasSameElementsAs(
            dates(
                "1999-11-26, 1999-12-31, 2000-07-03, 2000-11-24, 2001-07-03, 2001-11-23,"
                    + " 2001-12-24, 2002-07-05, 2002-11-29, 2002-12-24, 2003-07-03, 2003-11-28,"
                    + " 2003-12-24, 2003-12-26"));
  }

  @Test
  @DisplayName("Strata has the same closures, but for the first day of a storm")
  void strata() {
    HolidayCalendar strata = HolidayCalendars.of("NYSE");
    Set<LocalDate> different =
        weekdays().stream()
            .filter(date -> strata.isBusinessDay(date) != NYSE.isSession(date))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(different).isEqualTo(dates("2012-10-29"));
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("closures and early closes are those of exchange_calendars")
  void otherCalendar() throws IOException {
    Map<LocalDate, String> expected = new TreeMap<>();
    for (String line : referenceLines("nyse_sessions_non_normal_1999_2030.csv")) {
      String[] cells = line.split(",", 3);
      String closing = line.substring(line.lastIndexOf(',') + 1);
      expected.put(LocalDate.parse(cells[0]), cells[1] + " " + closing);
    }
    Map<LocalDate, String> ours = new TreeMap<>();
    for (LocalDate date : weekdays()) {
      NYSE.closure(date)
          .ifPresent(
              kind -> ours.put(date, kind == ClosureKind.HOLIDAY ? "closed " : "adhoc_closure "));
      NYSE.closingTime(date)
          .filter(time -> !time.equals(LocalTime.of(16, 0)))
          .ifPresent(time -> ours.put(date, "half_day " + time));
    }
    assertThat(expected).hasSize(373);
    assertThat(ours).isEqualTo(expected);
    assertThat(NYSE.sessions(NYSE.first(), NYSE.last())).hasSize(8_046);
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("kinds of sessions are the reference's, but where its half days are by rule")
  void kinds() throws IOException {
    Map<LocalDate, DayKind> expected = new TreeMap<>();
    for (String line : referenceLines("calendar_1999_2021_non_normal.csv")) {
      String[] cells = line.split(",", -1);
      expected.put(LocalDate.parse(cells[0]), DayKind.valueOf(cells[1]));
    }
    Map<LocalDate, String> different = new TreeMap<>();
    for (LocalDate date : NYSE.sessions(NYSE.first(), LocalDate.of(2021, 12, 31))) {
      DayKind theirs = expected.getOrDefault(date, DayKind.NORMAL);
      DayKind ours = NYSE.kind(date).orElseThrow();
      if (ours != theirs) {
        different.put(date, ours + ", not " + theirs);
      }
    }
    assertThat(expected).hasSize(958);
    assertThat(expected.keySet()).allMatch(NYSE::isSession);
    assertThat(different)
        .isEqualTo(
            Map.of(
                // The reference begins with this session, and does not see the holiday before it.
                LocalDate.of(1999, 1, 4), "POST_HOLIDAY, not NORMAL",
                LocalDate.of(1999, 12, 31), "HALF_DAY, not QUARTER_END",
                LocalDate.of(2002, 7, 3), "PRE_HOLIDAY, not HALF_DAY",
                LocalDate.of(2002, 7, 5), "HALF_DAY, not POST_HOLIDAY",
                LocalDate.of(2003, 12, 26), "HALF_DAY, not YEAR_END_LULL"));
  }

  private static Set<LocalDate> holidaysByRule() {
    Set<LocalDate> holidays = new TreeSet<>();
    for (int year = 1999; year <= 2030; year++) {
      LocalDate newYear = LocalDate.of(year, 1, 1);
      if (newYear.getDayOfWeek() != SATURDAY) { // the Friday before ends the accounting year
        holidays.add(observed(newYear));
      }
      holidays.add(newYear.with(dayOfWeekInMonth(3, MONDAY)));
      holidays.add(LocalDate.of(year, 2, 1).with(dayOfWeekInMonth(3, MONDAY)));
      holidays.add(easterSunday(year).minusDays(2));
      holidays.add(LocalDate.of(year, 5, 1).with(lastInMonth(MONDAY)));
      if (year >= 2022) {
        holidays.add(observed(LocalDate.of(year, 6, 19)));
      }
      holidays.add(observed(LocalDate.of(year, 7, 4)));
      holidays.add(LocalDate.of(year, 9, 1).with(dayOfWeekInMonth(1, MONDAY)));
      holidays.add(LocalDate.of(year, 11, 1).with(dayOfWeekInMonth(4, THURSDAY)));
      holidays.add(observed(LocalDate.of(year, 12, 25)));
    }
    return holidays;
  }

  private static LocalDate observed(LocalDate holiday) {
    return switch (holiday.getDayOfWeek()) {
      case SATURDAY -> holiday.minusDays(1);
      case SUNDAY -> holiday.plusDays(1);
      default -> holiday;
    };
  }

  /** Easter of 1900 to 2099, by the algorithm of Gauss. */
  private static LocalDate easterSunday(int year) {
    int afterMarch21 = (19 * (year % 19) + 24) % 30;
    int toSunday = (2 * (year % 4) + 4 * (year % 7) + 6 * afterMarch21 + 5) % 7;
    LocalDate easter = LocalDate.of(year, 3, 22).plusDays(afterMarch21 + toSunday);
    boolean isTooLate =
        (afterMarch21 == 29 && toSunday == 6)
            || (afterMarch21 == 28 && toSunday == 6 && year % 19 > 10);
    return isTooLate ? easter.minusWeeks(1) : easter;
  }

  private static Set<LocalDate> closures(ClosureKind kind) {
    return weekdays().stream()
        .filter(date -> NYSE.closure(date).filter(kind::equals).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<LocalDate> halfDays() {
    return weekdays().stream()
        .filter(NYSE::isHalfDay)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<LocalDate> weekdays() {
    return NYSE.first().datesUntil(NYSE.last().plusDays(1)).filter(NyseTest::isWeekday).toList();
  }

  private static boolean isWeekday(LocalDate date) {
    return date.getDayOfWeek().compareTo(FRIDAY) <= 0;
  }

  private static Set<LocalDate> dates(String list) {
    TreeSet<LocalDate> dates = new TreeSet<>();
    for (String date : list.split(", ", -1)) {
      dates.add(LocalDate.parse(date));
    }
    return dates;
  }

  private static List<String> referenceLines(String file) throws IOException {
    Path reference = Path.of(System.getenv("MARKET_DATA_DIR")).resolveSibling("reference");
    List<String> lines = Files.readAllLines(reference.resolve(file));
    return lines.subList(1, lines.size());
  }
}
