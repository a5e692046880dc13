package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.ADJ_CLOSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.HIGH;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.testing.ReferenceRunner;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The indicators against values of other programs: src/test/python/indicators.py. */
class IndicatorsTest {

  private static final LocalDate ANCHOR = LocalDate.of(2020, 3, 2);

  private static final Map<String, NumericMetric<Bar, Double>> INDICATORS = indicators();

  private static Map<String, NumericMetric<Bar, Double>> indicators() {
    Map<String, NumericMetric<Bar, Double>> all = new LinkedHashMap<>();
    all.put("vwap_20", Indicators.vwap(bars(20)));
    all.put("anchored_vwap", Indicators.anchoredVwap(ANCHOR));
    all.put("obv", Indicators.obv());
    all.put("ad", Indicators.accumulationDistribution());
    all.put("cmf_20", Indicators.chaikinMoneyFlow(bars(20)));
    all.put("mfi_14", Indicators.moneyFlowIndex(bars(14)));
    all.put("pvt", Indicators.priceVolumeTrend());
    all.put("pvo_12_26", Indicators.percentageVolumeOscillator(12, 26));
    all.put("force_13", Indicators.forceIndex(13));
    all.put("adv_20", Indicators.averageDailyVolume());
    all.put("amihud_20", Indicators.amihudIlliquidity(bars(20)));
    all.put("turnover", Indicators.turnover(Constant.of(50_000_000)));
    return all;
  }

  static Stream<Runner> runners() {
    return Stream.of(ReferenceRunner.create(), LocalRunner.create().withThreads(1));
  }

  private static List<String[]> csv(String name) throws IOException {
    try (InputStream in =
        IndicatorsTest.class.getResourceAsStream("/io/github/marketvolume/indicators/" + name)) {
      return new String(in.readAllBytes(), UTF_8).lines().map(line -> line.split(",", -1)).toList();
    }
  }

  private static List<Bar> prices() throws IOException {
    List<Bar> bars = new ArrayList<>();
    for (String[] row : csv("bars.csv").stream().skip(1).toList()) {
      bars.add(
          Bar.builder()
              .ticker(Ticker.of("A"))
              .tradeDate(LocalDate.parse(row[0]))
              .open(Double.parseDouble(row[1]))
              .high(Double.parseDouble(row[2]))
              .low(Double.parseDouble(row[3]))
              .close(Double.parseDouble(row[4]))
              .volume(Long.parseLong(row[5]))
              .build());
    }
    return bars;
  }

  @ParameterizedTest
  @MethodSource("runners")
  @DisplayName("every indicator equals that of other programs, on every bar")
  void golden(Runner runner) throws IOException {
    List<String[]> golden = csv("golden.csv");
    List<String> names = List.of(golden.get(0));
    List<Measured<Bar>> rows =
        BarsStage.from(InMemoryBars.of(prices()))
            .measure()
            .measureAll(List.copyOf(INDICATORS.values()))
            .collect(runner);
    assertThat(rows).hasSize(golden.size() - 1).hasSizeGreaterThan(200);
    assertThat(names.subList(1, names.size())).containsExactlyElementsOf(INDICATORS.keySet());
    for (int i = 0; i < rows.size(); i++) {
      for (int k = 1; k < names.size(); k++) {
        Optional<Double> actual = rows.get(i).get(INDICATORS.get(names.get(k)));
        String expected = golden.get(i + 1)[k];
        if (expected.isEmpty()) {
          assertThat(actual).as("%s on bar %d", names.get(k), i + 1).isEmpty();
        } else {
          double value = Double.parseDouble(expected);
          assertThat(actual).as("%s on bar %d", names.get(k), i + 1).isPresent();
          assertThat(actual.get())
              .as("%s on bar %d", names.get(k), i + 1)
              .isCloseTo(value, within(Math.abs(value) * 1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runners")
  @DisplayName("the TRIN tells whether volume went with the tickers that rose")
  void trin(Runner runner) {
    List<Bar> bars = new ArrayList<>();
    Object[][] days = {
      {"A", 10.0, 100L, 11.0, 300L}, {"B", 10.0, 100L, 12.0, 100L},
      {"C", 10.0, 100L, 9.0, 50L}, {"D", 10.0, 100L, 10.0, 999L}
    };
    for (Object[] day : days) {
      for (int i = 0; i < 2; i++) {
        bars.add(
            Bar.builder()
                .ticker(Ticker.of((String) day[0]))
                .tradeDate(LocalDate.of(2020, 1, 6 + i))
                .close((Double) day[1 + 2 * i])
                .volume((Long) day[2 + 2 * i])
                .build());
      }
    }
    Derived<MarketDay> trin = Indicators.trin();
    List<Measured<MarketDay>> market =
        BarsStage.from(InMemoryBars.of(bars))
            .market(Indicators.advances(), Indicators.upVolume(), Indicators.downVolume())
            .measure(trin)
            .collect(runner);
    assertThat(market.get(0).get(trin)).isEmpty();
    assertThat(market.get(1).get(Indicators.advances())).contains(2.0);
    assertThat(market.get(1).get(Indicators.upVolume())).contains(400.0);
    assertThat(market.get(1).get(Indicators.downVolume())).contains(50.0);
    assertThat(market.get(1).get(trin).orElseThrow())
        .isCloseTo((2.0 / 1) / (400.0 / 50), within(1e-15));
  }

  @Test
  @DisplayName("signs, scores and ranks are pure numbers, which fit any basis")
  void pureNumbers() {
    assertThat(
            List.of(
                ADJ_CLOSE.change().sign().times(VOLUME).cumulative(),
                ADJ_CLOSE.zScore().over(bars(20)).times(VOLUME),
                Rank.trailing(ADJ_CLOSE.descending(), bars(20)).times(VOLUME)))
        .doesNotContainNull();
  }

  static Stream<ThrowingCallable> misuses() {
    BarsStage adjusted =
        BarsStage.from(InMemoryBars.of(List.of())).inBasis(Basis.RAW).splitAdjusted();
    return Stream.of(
        () -> CLOSE.raw().times(VOLUME.splitAdjusted()),
        () -> CLOSE.raw().change().times(VOLUME.splitAdjusted().lagged(1).plus(1)),
        () -> VOLUME.raw().mean().over(bars(20)).dividedBy(CLOSE.splitAdjusted()),
        () -> VOLUME.raw().plus(VOLUME.splitAdjusted()),
        () -> CLOSE.raw().max(HIGH.splitAdjusted()),
        () -> ADJ_CLOSE.times(VOLUME).cumulative(),
        () -> VOLUME.splitAdjusted().atLeast(1_000),
        () -> VOLUME.splitAdjusted().mean().over(bars(20)).atLeast(1_000),
        () -> VOLUME.splitAdjusted().log().change().plus(VOLUME.splitAdjusted()).atLeast(0),
        () -> Rank.inHindsight(VOLUME.descending()).lagged(1).atMost(3),
        () -> adjusted.flag(VOLUME.atLeast(1_000)),
        () ->
            adjusted.market(CrossSection.total(VOLUME)).flag(CrossSection.total(VOLUME).atLeast(9)),
        () -> VOLUME.lagged(0),
        () -> VOLUME.lagged(-1),
        () -> VOLUME.dividedBy(Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("misuses")
  @DisplayName("bases that do not fit, later splits and hindsight are refused, in one line")
  void misuse(ThrowingCallable mistake) {
    assertThatThrownBy(mistake)
        .isInstanceOfAny(InvalidPlanException.class, IllegalArgumentException.class)
        .hasMessageNotContaining("\n")
        .hasMessageMatching(".{20,}[;:,] .{10,}");
  }

  @Test
  @DisplayName("a rule may judge by values that later splits do not change")
  void scaleFree() {
    BarField<Long> volume = VOLUME.splitAdjusted();
    BarField<Double> close = CLOSE.splitAdjusted();
    assertThat(
            List.of(
                volume.ratioToMean().over(bars(20)).atLeast(3),
                volume.log().zScore().over(bars(20)).beyond(3),
                volume.dividedBy(volume.median().over(bars(9))).atLeast(2),
                volume.log().change().standardDeviation().over(bars(9)).atLeast(1),
                close.times(volume).atLeast(1e6),
                close.ratioToLagged(1).minus(1).abs().atLeast(0.1),
                close.change().sign().atLeast(1),
                Rank.trailing(volume.descending(), bars(9)).atMost(1),
                volume.smoothed(Smoothing.ewma(0.1)).score().beyond(3),
                Flag.of(AnomalyRules.ratio(volume, volume.mean().over(bars(5)), 2)),
                Flag.of(AnomalyRules.tukeyFence(volume, bars(9), 3)),
                CrossSection.concentration(volume).atLeast(0.5),
                CrossSection.total(volume).log().modifiedZScore().over(bars(9)).atLeast(3)))
        .allSatisfy(flag -> assertThat(flag.lookBack()).isInstanceOf(LookBack.class));
    assertThat(volume.lookBack()).hasToString("0 bars, restated by later splits");
    assertThat(volume.mean().over(bars(20)).change().lookBack())
        .hasToString("21 bars, restated by later splits");
    assertThat(volume.ratioToMean().over(bars(20)).lookBack()).isEqualTo(new LookBack.Bars(20));
    assertThat(close.times(volume).lookBack()).isEqualTo(new LookBack.Bars(0));
  }
}
