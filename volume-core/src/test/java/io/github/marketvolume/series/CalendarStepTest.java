package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.CalendarOffset;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.SessionMinutes;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What follows from the day of a row alone. */
class CalendarStepTest {

  private static final int[] KEYS =
      Stream.of("2020-11-25", "2020-11-27", "2020-11-28", "2020-11-30", "2031-03-21")
          .mapToInt(date -> (int) LocalDate.parse(date).toEpochDay())
          .toArray();

  private static SeriesColumns computed(Metric<Bar, ?> metric) {
    SeriesColumns columns =
        new SeriesColumns(KEYS.length, KEYS).put(VOLUME, new double[] {1, 2, 3, 4, 5});
    new SeriesProgram(List.of(metric)).start().advance(columns, 0, KEYS.length);
    return columns;
  }

  @Test
  void offset_isThatOfTheDay() {
    CalendarOffset<Bar> offset = CalendarOffset.of(CalendarEffects.published(NYSE));
    assertThat(computed(offset).get(offset)).containsExactly(-0.18, -0.88, 0, 0.11, 0);
  }

  @Test
  void minutes_areThoseOfTheSession() {
    SessionMinutes<Bar> minutes = SessionMinutes.on(NYSE);
    assertThat(computed(minutes).get(minutes))
        .containsExactly(390, 210, Double.NaN, 390, Double.NaN);
  }

  @Test
  void seriesPerMinute_isMissingWithoutASession() {
    NumericMetric<Bar, ?> perMinute = VOLUME.perMinute(NYSE);
    assertThat(computed(perMinute).get(perMinute))
        .containsExactly(1.0 / 390, 2.0 / 210, Double.NaN, 4.0 / 390, Double.NaN);
    assertThat(perMinute.name()).isEqualTo("volume_per_minute");
    assertThat(perMinute.describe()).isEqualTo("volume / minutes of the session on NYSE");
  }

  @Test
  void calendarOfDates_hasNoMinutes() {
    TradingCalendar xetra = TradingCalendar.of("XETRA", List.of(LocalDate.parse("2020-11-25")));
    assertThatThrownBy(() -> VOLUME.perMinute(xetra))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the calendar XETRA does not know how long its sessions are, because it was made from"
                + " dates; use TradingCalendar.NYSE");
  }

  @Test
  void adjustedSeries_isLessTheOffset() {
    NumericMetric<Bar, ?> adjusted = VOLUME.adjustedFor(CalendarEffects.published(NYSE));
    assertThat(computed(adjusted).get(adjusted)).containsExactly(1.18, 2.88, 3, 3.89, 5);
    assertThat(adjusted.name()).isEqualTo("volume_cal");
    assertThat(adjusted.describe()).isEqualTo("volume - published calendar effects on NYSE");
  }

  @Test
  void flagWithExceptions_isNotSetOnThem() {
    Flag<Bar> flag = VOLUME.atLeast(2).except(NYSE, DayKind.HALF_DAY, DayKind.MSCI_REBAL);
    assertThat(computed(flag).get(flag)).containsExactly(0, 0, 1, 0, 1);
    assertThat(flag.describe())
        .isEqualTo("volume at least 2.0, never on a half day or msci rebal of NYSE");
    assertThat(flag.name()).isEqualTo("volume_at_least_2_except_half_day_msci_rebal");
  }
}
