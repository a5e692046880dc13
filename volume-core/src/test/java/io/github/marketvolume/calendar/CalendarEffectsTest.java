package io.github.marketvolume.calendar;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kinds of sessions do to volume. */
class CalendarEffectsTest {

  @ParameterizedTest
  @CsvSource({
    "HALF_DAY, -0.88", "QUAD_WITCHING, 0.43", "RUSSELL, 0.30", "MSCI_REBAL, 0.11",
    "QUARTER_END, 0.02", "MONTH_END, 0.16", "MONTHLY_OPEX, 0.08", "YEAR_END_LULL, -0.55",
    "PRE_HOLIDAY, -0.18", "POST_HOLIDAY, -0.03", "NORMAL, 0"
  })
  void published(DayKind kind, double expected) {
    assertThat(CalendarEffects.published(NYSE).offset(kind)).isEqualTo(expected);
  }

  @Test
  @DisplayName("a kind that is not given has no effect")
  void own() {
    CalendarEffects effects =
        CalendarEffects.of(NYSE, Map.of(DayKind.RUSSELL, 1.5, DayKind.NORMAL, -2.0));
    assertThat(effects.offset(DayKind.RUSSELL)).isEqualTo(1.5);
    assertThat(effects.offset(DayKind.HALF_DAY)).isZero();
    assertThat(effects).hasToString("custom calendar effects on NYSE: RUSSELL +1.5, NORMAL -2.0");
    assertThat(CalendarEffects.of(NYSE, Map.of()).describe()).isEqualTo("no effects");
    assertThat(CalendarEffects.published(NYSE))
        .hasToString(
            "published calendar effects on NYSE: HALF_DAY -0.88, QUAD_WITCHING +0.43, RUSSELL +0.3,"
                + " MSCI_REBAL +0.11, QUARTER_END +0.02, MONTH_END +0.16, MONTHLY_OPEX +0.08,"
                + " YEAR_END_LULL -0.55, PRE_HOLIDAY -0.18, POST_HOLIDAY -0.03");
  }

  @Test
  @DisplayName(
      "a day has the offset of its kind, and none without a session or beyond the coverage")
  void ofDays() {
    CalendarEffects effects = CalendarEffects.published(NYSE);
    assertThat(effects.offset(day("2020-11-27"))).isEqualTo(-0.88); // after Thanksgiving
    assertThat(effects.offset(day("2020-11-26"))).isZero();
    assertThat(effects.offset(day("2020-11-28"))).isZero();
    assertThat(effects.offset(day("1962-11-23"))).isZero();
    assertThat(effects.offset(day("2031-03-21"))).isZero();
  }

  private static int day(String date) {
    return Math.toIntExact(LocalDate.parse(date).toEpochDay());
  }

  @Test
  @DisplayName("effects compare by value, and are the same after a trip through bytes")
  void equality() throws Exception {
    CalendarEffects effects = CalendarEffects.of(NYSE, Map.of(DayKind.RUSSELL, 1.5));
    assertThat(effects)
        .isEqualTo(CalendarEffects.of(NYSE, Map.of(DayKind.RUSSELL, 1.5, DayKind.NORMAL, -0.0)))
        .hasSameHashCodeAs(
            CalendarEffects.of(NYSE, Map.of(DayKind.RUSSELL, 1.5, DayKind.NORMAL, 0.0)))
        .isNotEqualTo(CalendarEffects.published(NYSE))
        .isNotEqualTo(
            CalendarEffects.of(
                NYSE.with(Closure.allDay(LocalDate.parse("2027-03-08"), "storm")),
                Map.of(DayKind.RUSSELL, 1.5)));
    assertThat(TradingCalendarTest.throughBytes(effects)).isEqualTo(effects);
    assertThat(TradingCalendarTest.throughBytes(CalendarEffects.published(NYSE)).name())
        .isEqualTo("published");
  }

  @Test
  @DisplayName("an effect that is not finite is refused, in one line")
  void notFinite() {
    assertThatThrownBy(() -> CalendarEffects.of(NYSE, Map.of(DayKind.RUSSELL, Double.NaN)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the effect of RUSSELL on log volume is NaN; give a finite number, such as -0.88");
  }
}
