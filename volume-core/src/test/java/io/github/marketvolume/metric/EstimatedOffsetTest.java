package io.github.marketvolume.metric;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ReferenceFiles;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.EstimatedEffects;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Effects of the calendar that are estimated from a series. */
class EstimatedOffsetTest {

  private static final EstimatedEffects EFFECTS = CalendarEffects.estimated(NYSE);

  @Test
  @DisplayName("its look-back is six years, and the rows of a baseline before")
  void lookBack() {
    assertThat(LOG_VOLUME.adjustedFor(EFFECTS).lookBack()).hasToString("2192 days and 20 bars");
    assertThat(LOG_VOLUME.adjustedFor(EFFECTS).name()).isEqualTo("log_volume_cal");
    assertThat(LOG_VOLUME.adjustedFor(EFFECTS.requiring(5)).describe())
        .isEqualTo(
            "ln(volume) - calendar effects on NYSE estimated from five years (at least 5 days of a"
                + " kind) of ln(volume)");
  }

  @Test
  @DisplayName("of log volume it is the same before and after later splits")
  void restated() {
    NumericMetric<Bar, Double> adjusted = VOLUME.splitAdjusted().log();
    assertThatCode(() -> adjusted.adjustedFor(EFFECTS).zScore().over(bars(60)).atLeast(3))
        .doesNotThrowAnyException();
    assertThatCode(() -> EstimatedOffset.of(adjusted, EFFECTS).atLeast(1))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> EstimatedOffset.of(VOLUME.splitAdjusted(), EFFECTS).atLeast(1))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("which later splits restate");
  }

  @Test
  @DisplayName("an estimate from no day is refused")
  void invalid() {
    assertThatThrownBy(() -> EFFECTS.requiring(0))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage("an effect cannot be estimated from 0 days; require at least 1");
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MARKET_DATA_DIR",
      matches = ".+",
      disabledReason = "MARKET_DATA_DIR is not set")
  @DisplayName("on the S&P 500 its medians are those of pandas: src/test/python/effects.py")
  void golden() throws IOException, URISyntaxException {
    CrossSection<Double> offset =
        across(EstimatedOffset.of(LOG_VOLUME, EFFECTS).median()).as("offset");
    Path file = Path.of(System.getenv("MARKET_DATA_DIR"), "sp500_stocks.csv.gz");
    List<Measured<MarketDay>> days =
        BarsStage.from(CsvSource.at(file.toString(), CsvLayout.KAGGLE))
            .from(LocalDate.of(2020, 1, 1))
            .market(offset)
            .measure()
            .collect(LocalRunner.create());
    Map<LocalDate, Double> actual =
        days.stream()
            .collect(Collectors.toMap(Measured::tradeDate, day -> day.get(offset).orElseThrow()));
    List<Map<String, String>> golden =
        ReferenceFiles.rows(
            Path.of(
                EstimatedOffsetTest.class
                    .getResource("/io/github/marketvolume/effects/estimated.csv")
                    .toURI()));

    assertThat(golden).hasSize(47);
    for (Map<String, String> row : golden) {
      assertThat(actual.get(LocalDate.parse(row.get("date"))))
          .as("%s", row)
          .isCloseTo(Double.parseDouble(row.get("offset")), within(1e-9));
    }
    assertThat(actual.values().stream().filter(value -> value != 0)).hasSize(golden.size());
  }
}
