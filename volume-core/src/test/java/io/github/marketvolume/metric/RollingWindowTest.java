package io.github.marketvolume.metric;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.BarMetrics.averageDailyVolume;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RollingWindowTest {

  @Test
  void aWindow_saysWhatItCounts() {
    assertThat(bars(60)).hasToString("the 60 bars before");
    assertThat(bars(60).includingCurrent().requiring(45))
        .hasToString("the last 60 bars (at least 45 with a value)");
    assertThat(days(90)).hasToString("the 90 days before");
    assertThat(days(90).requiring(40)).hasToString("the 90 days before (at least 40 with a value)");
    assertThat(sessions(60).on(NYSE)).hasToString("the 60 sessions of NYSE before");
    assertThat(sameKind(8).on(NYSE).requiring(6))
        .hasToString(
            "the 8 bars on days of the same kind on NYSE before (at least 6 with a value)");
  }

  @Test
  void defaultNames_tellUnitsApart() {
    assertThat(VOLUME.mean().over(bars(60)).name()).isEqualTo("volume_mean_60");
    assertThat(VOLUME.mean().over(days(60)).name()).isEqualTo("volume_mean_60d");
    assertThat(VOLUME.mean().over(days(60).requiring(30).includingCurrent()).name())
        .isEqualTo("volume_mean_60d_incl_min_30");
    assertThat(averageDailyVolume(days(90)).name()).isEqualTo("adv_90d");
    assertThat(averageDailyVolume(sessions(60).on(NYSE)).name()).isEqualTo("adv_60s");
    assertThat(averageDailyVolume(sameKind(8).on(NYSE)).name()).isEqualTo("adv_8k");
  }

  @Test
  void lookBack_isOfTheUnit_andAddsUp() {
    RollingMetric<?, ?> quarter = VOLUME.mean().over(days(90));

    assertThat(quarter.lookBack()).hasToString("90 days");
    assertThat(VOLUME.mean().over(days(1).includingCurrent()).lookBack()).hasToString("0 bars");
    assertThat(VOLUME.mean().over(days(90)).lagged(2).lookBack()).hasToString("90 days and 2 bars");
    assertThat(VOLUME.mean().over(bars(5)).max().over(days(30)).lookBack())
        .hasToString("30 days and 5 bars");
    assertThat(VOLUME.mean().over(days(7)).plus(VOLUME.mean().over(bars(60))).lookBack())
        .hasToString("7 days and 60 bars");
    assertThat(VOLUME.cumulative().mean().over(days(7)).lookBack()).hasToString("all past bars");
    assertThat(VOLUME.splitAdjusted().mean().over(days(7)).lookBack())
        .hasToString("7 days, restated by later splits");
  }

  @Test
  void sessions_lookBackToADate() {
    LookBack.Span span = (LookBack.Span) VOLUME.mean().over(sessions(3).on(NYSE)).lookBack();

    assertThat(span).hasToString("3 sessions of NYSE");
    assertThat(span.before(LocalDate.parse("2020-07-06"))).isEqualTo("2020-06-30"); // a holiday
    assertThat(span.before(LocalDate.parse("2020-07-05"))).isEqualTo("2020-06-30"); // a Sunday
    assertThat(span.before(LocalDate.parse("1999-01-05"))).isEqualTo("1998-12-30"); // weekdays
    assertThat(span.before(LocalDate.parse("2031-01-02"))).isEqualTo("2030-12-30");
    assertThat(VOLUME.mean().over(sessions(3).on(NYSE)).max().over(sessions(2).on(NYSE)).lookBack())
        .hasToString("5 sessions of NYSE");
    assertThat(VOLUME.mean().over(sameKind(3).on(NYSE)).lookBack()).hasToString("all past bars");
  }

  @Test
  void impossibleLengths_areRefused() {
    assertThatThrownBy(() -> days(0))
        .hasMessage("a window of 0 days is not possible; give 1 to 25200");
    assertThatThrownBy(() -> days(7).requiring(8))
        .hasMessage("a window of 7 days cannot require 8 values; give 1 to 7");
  }
}
