package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.TradingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClosingRuleTest {

  private static final LocalDate TUESDAY = LocalDate.parse("2021-02-02");
  private static final LocalDate WEDNESDAY = TUESDAY.plusDays(1);
  private static final NavigableMap<LocalDate, Integer> BOTH =
      new TreeMap<>(java.util.Map.of(TUESDAY, 500, WEDNESDAY, 312));

  private static ClosingRule calendarAt(String time) {
    Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    return new ClosingRule.ByCalendar(TradingCalendar.NYSE, Duration.ofMinutes(30), clock);
  }

  @Test
  void calendar_closesAfterTheSessionAndTheDelay() {
    assertThat(calendarAt("2021-02-03T21:29:59Z").closed(BOTH, List.of())).contains(TUESDAY);
    assertThat(calendarAt("2021-02-03T21:30:00Z").closed(BOTH, List.of())).contains(WEDNESDAY);
    assertThat(calendarAt("2021-02-02T15:00:00Z").closed(BOTH, List.of())).isEmpty();
    assertThat(calendarAt("2021-02-02T15:00:00Z").when(TUESDAY)).isEqualTo("closes 16:30 New York");
  }

  @Test
  void calendar_knowsHalfDays() {
    LocalDate half = LocalDate.parse("2020-11-27");
    NavigableMap<LocalDate, Integer> day = new TreeMap<>(java.util.Map.of(half, 1));
    assertThat(calendarAt("2020-11-27T18:29:59Z").closed(day, List.of())).isEmpty();
    assertThat(calendarAt("2020-11-27T18:30:00Z").closed(day, List.of())).contains(half);
  }

  @Test
  void count_closesWithEnoughTickers() {
    assertThat(new ClosingRule.ByCount(312).closed(BOTH, List.of())).contains(WEDNESDAY);
    assertThat(new ClosingRule.ByCount(313).closed(BOTH, List.of())).contains(TUESDAY);
    assertThat(new ClosingRule.ByCount(501).closed(BOTH, List.of())).isEmpty();
  }

  @Test
  void nextDay_closesThoseBefore() {
    assertThat(new ClosingRule.ByNextDay().closed(BOTH, List.of())).contains(TUESDAY);
    assertThat(new ClosingRule.ByNextDay().closed(new TreeMap<>(), List.of())).isEmpty();
  }

  @Test
  void marker_closesDaysWithBars() {
    ClosingRule rule = new ClosingRule.ByMarker();
    assertThat(rule.closed(BOTH, List.of())).isEmpty();
    assertThat(rule.closed(BOTH, List.of(TUESDAY))).contains(TUESDAY);
    assertThat(rule.closed(BOTH, List.of(WEDNESDAY.plusDays(4)))).contains(WEDNESDAY);
    assertThat(rule.closed(BOTH, List.of(TUESDAY.minusDays(1)))).isEmpty();
  }
}
