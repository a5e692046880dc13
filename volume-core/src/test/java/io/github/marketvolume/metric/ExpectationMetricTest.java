package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.testing.ReferenceRunner;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What HAR models expect, and CUSUMs of it, against values of numpy: src/test/python/har.py. */
class ExpectationMetricTest {

  private static final HarModel ROLLING = HarModel.rolling(60).requiring(30);
  private static final HarModel EXPANDING = HarModel.expanding(40);

  private static Map<String, NumericMetric<Bar, Double>> metrics() {
    Map<String, NumericMetric<Bar, Double>> all = new LinkedHashMap<>();
    all.put("log_rolling_forecast", CLOSE.expectedBy(ROLLING).forecast());
    all.put("log_rolling_score", CLOSE.expectedBy(ROLLING).score());
    all.put("log_expanding_forecast", CLOSE.expectedBy(EXPANDING).forecast());
    all.put("log_expanding_score", CLOSE.expectedBy(EXPANDING).score());
    all.put("volume_rolling_forecast", VOLUME.expectedBy(ROLLING).forecast());
    all.put("volume_rolling_score", VOLUME.expectedBy(ROLLING).score());
    all.put("volume_expanding_forecast", VOLUME.expectedBy(EXPANDING).forecast());
    all.put("volume_expanding_score", VOLUME.expectedBy(EXPANDING).score());
    all.put("cusum_up", CLOSE.expectedBy(ROLLING).score().cusumUp(0.5, 4));
    all.put("cusum_down", CLOSE.expectedBy(ROLLING).score().cusumDown(0.5, 4));
    return all;
  }

  private static List<String[]> csv(String name) throws IOException {
    try (InputStream in =
        ExpectationMetricTest.class.getResourceAsStream("/io/github/marketvolume/har/" + name)) {
      return new String(in.readAllBytes(), UTF_8).lines().map(line -> line.split(",", -1)).toList();
    }
  }

  /** Bars with the log volumes, which are no whole numbers, as closes. */
  private static List<Bar> rows() throws IOException {
    List<Bar> bars = new ArrayList<>();
    LocalDate date = LocalDate.of(2019, 1, 1);
    for (String[] row : csv("series.csv").stream().skip(1).toList()) {
      Bar.Builder bar = Bar.builder().from(Bar.of("A", date, 0));
      if (!row[0].isEmpty()) {
        bar.close(Double.parseDouble(row[0])).volume((long) Double.parseDouble(row[1]));
      }
      bars.add(bar.build());
      date = date.plusDays(1);
    }
    return bars;
  }

  @Test
  @DisplayName("every value is numpy's to 1e-9, and missing on the same rows")
  void golden() throws IOException {
    requireGolden(LocalRunner.create().withThreads(1));
  }

  @FullBuild
  @Test
  @DisplayName("every value of the definitions is numpy's to 1e-9, too")
  void goldenDefinitions() throws IOException {
    requireGolden(ReferenceRunner.create());
  }

  private static void requireGolden(Runner runner) throws IOException {
    MeasuredStage<Bar> stage = BarsStage.from(InMemoryBars.of(rows())).measure(VOLUME.as("shares"));
    for (NumericMetric<Bar, Double> metric : metrics().values()) {
      stage = stage.measure(metric);
    }
    List<Measured<Bar>> rows = stage.collect(runner);
    List<String[]> golden = csv("golden.csv");
    List<String> names = List.of(golden.get(0));

    assertThat(rows).hasSize(golden.size() - 1);
    for (int i = 0; i < rows.size(); i++) {
      for (Map.Entry<String, NumericMetric<Bar, Double>> metric : metrics().entrySet()) {
        String expected = golden.get(i + 1)[names.indexOf(metric.getKey())];
        Optional<Double> actual = rows.get(i).get(metric.getValue());
        String what = metric.getKey() + " on row " + i;
        assertThat(actual.isPresent()).as(what).isEqualTo(!expected.isEmpty());
        if (actual.isPresent()) {
          double value = Double.parseDouble(expected);
          double slack = 1e-9 * Math.max(Math.abs(value), 1e-3);
          assertThat(actual.get()).as(what).isCloseTo(value, within(slack));
        }
      }
    }
  }

  @Test
  @DisplayName("a score may be judged where a level that splits restate may not")
  void restated() {
    HarModel model = HarModel.rolling(60);
    NumericMetric<Bar, Long> adjusted = VOLUME.splitAdjusted();
    assertThatCode(() -> adjusted.log().expectedBy(model).score().atLeast(3))
        .doesNotThrowAnyException();
    assertThatCode(() -> adjusted.log().expectedBy(model).deviation().atLeast(3))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> adjusted.log().expectedBy(model).forecast().atLeast(3))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("which later splits restate");
    assertThatCode(
            () -> adjusted.log().minus(adjusted.log().expectedBy(model).forecast()).atLeast(1))
        .as("of a sum, two shifts cancel")
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("a forecast counts in the shares of its series, a score in none")
  void bases() {
    NumericMetric<Bar, Double> price = CLOSE.splitAdjusted();
    assertThatThrownBy(() -> VOLUME.raw().expectedBy(ROLLING).forecast().times(price))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("they count in different shares");
    assertThatCode(() -> VOLUME.raw().expectedBy(ROLLING).score().times(price))
        .doesNotThrowAnyException();
    assertThatCode(() -> VOLUME.raw().expectedBy(ROLLING).score().cusumUp(0.5, 5).times(price))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("a CUSUM may be judged if its score may")
  void restatedCusum() {
    NumericMetric<Bar, Double> adjusted = VOLUME.splitAdjusted().log();
    assertThatCode(() -> adjusted.zScore().over(bars(20)).cusumUp(0.5, 5).atLeast(5))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> adjusted.cusumUp(0.5, 5).atLeast(5))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("which later splits restate");
  }

  @Test
  @DisplayName("a CUSUM without a sensible allowance or decision interval is refused")
  void invalidCusums() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VOLUME.cusumUp(-1, 5))
        .withMessage(
            "a CUSUM of volume cannot have an allowance of -1.0; give a finite number, 0 or above,"
                + " such as 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VOLUME.cusumDown(0.5, 0))
        .withMessage(
            "a CUSUM of volume cannot have a decision interval of 0.0; give a finite number above"
                + " 0, such as 5");
  }

  @Test
  @DisplayName("a model that cannot be fitted is refused when it is made")
  void invalidModels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HarModel.rolling(4))
        .withMessage("a HAR model cannot be fitted to 4 rows; give 5 to 25200");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HarModel.rolling(60).requiring(61))
        .withMessage(
            "a HAR model cannot require 61 of 60 rows; give at least 5, and no more than 60");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HarModel.expanding(4))
        .withMessage("a HAR model cannot require 4 rows; give at least 5");
  }
}
