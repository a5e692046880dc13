package io.github.marketvolume.testing;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.BarMetrics.averageDailyVolume;
import static io.github.marketvolume.metric.BarMetrics.relativeVolume;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.kernel.WindowKernel;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.Smoothed;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.Statistic;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.metric.TickerSummary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric against values worked out by hand. */
class ReferenceRunnerMetricsTest {

  private static final ReferenceRunner RUNNER = ReferenceRunner.create();

  /** Window, current value, then mean, variance, median, MAD, z and modified z of that value. */
  static Stream<Arguments> windows() {
    return Stream.of(
        Arguments.of(
            "an even number of values",
            new long[] {1, 2, 3, 4, 10, 20},
            12L,
            new Double[] {6.66666666666667, 52.6666666666667, 3.5, 2.0, 0.7349043394794, 2.866625}),
        Arguments.of(
            "an odd number of values",
            new long[] {1, 2, 3, 4, 10},
            12L,
            new Double[] {4.0, 12.5, 3.0, 1.0, 2.26274169979695, 6.0705}),
        Arguments.of(
            "more than half of the values equal",
            new long[] {
              10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 9, 12, 10, 10
            },
            14L,
            new Double[] {10.1, 0.305263157894737, 10.0, 0.0, 7.05874366080576, 15.9576929644127}),
        Arguments.of(
            "a constant, and again",
            repeated(5, 20),
            5L,
            new Double[] {5.0, 0.0, 5.0, 0.0, null, 0.0}),
        Arguments.of(
            "a constant, and then not",
            repeated(5, 20),
            6L,
            new Double[] {5.0, 0.0, 5.0, 0.0, null, null}),
        Arguments.of(
            "a large common offset",
            cycle(20, 1_000_000_000, 1_000_000_001, 1_000_000_002),
            1_000_000_005L,
            new Double[] {
              1000000000.95, 0.681578947368421, 1000000001.0, 1.0, 4.90565423249159, 2.698
            }),
        Arguments.of(
            "values whose squares do not fit 64 bits",
            new long[] {
              1880998000,
              1867110000,
              1722568400,
              1676018400,
              1506120000,
              1460852400,
              1418844000,
              1285860800,
              1282915200,
              1266893600
            },
            2_000_000_000L,
            new Double[] {
              1536818080.0,
              5.5818774909184e+16,
              1483486200.0,
              199098200.0,
              1.96047563131268,
              1.74983278653448
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  @DisplayName("statistics and scores of a window")
  void statisticsAndScores(String name, long[] window, long current, Double[] expected) {
    requireWindow(window, current, window.length, expected);
  }

  @Test
  @DisplayName("a spike that has left the window leaves no trace")
  void spikeHasLeft() {
    long[] window = cycle(20, 1000, 1001, 1002, 1003, 1004);
    long[] afterSpike =
        Stream.of(new long[] {1_880_998_000}, window).flatMapToLong(Arrays::stream).toArray();
    requireWindow(
        afterSpike,
        1010,
        20,
        new Double[] {1002.0, 2.10526315789474, 1002.0, 1.0, 5.51361950083609, 5.396});
  }

  private static void requireWindow(long[] before, long current, int length, Double[] expected) {
    RollingWindow window = bars(length);
    List<Metric<Bar, Double>> metrics =
        List.of(
            VOLUME.mean().over(window),
            VOLUME.standardDeviation().over(window),
            VOLUME.median().over(window),
            VOLUME.mad().over(window),
            VOLUME.zScore().over(window),
            VOLUME.modifiedZScore().over(window));
    long[] volumes = Arrays.copyOf(before, before.length + 1);
    volumes[before.length] = current;
    for (int i = 0; i < metrics.size(); i++) {
      Double value = last(values(metrics.get(i), volumes));
      if (expected[i] == null) {
        assertThat(value).as(metrics.get(i).name()).isNull();
      } else {
        double wanted = i == 1 ? Math.sqrt(expected[i]) : expected[i];
        assertThat(value)
            .as(metrics.get(i).name())
            .isCloseTo(wanted, within(1e-12 + 1e-9 * Math.abs(wanted)));
      }
    }
  }

  @Test
  @DisplayName("the current bar is not in its own window, unless it is to be")
  void currentBar() {
    assertThat(values(VOLUME.total().over(bars(2)), 1, 2, 4, 8))
        .containsExactly(null, null, 3L, 6L);
    assertThat(values(VOLUME.total().over(bars(2).includingCurrent()), 1, 2, 4, 8))
        .containsExactly(null, 3L, 6L, 12L);
  }

  @Test
  @DisplayName("a missing value takes a place in the window and is skipped")
  void missingValues() {
    assertThat(values(VOLUME.mean().over(bars(3).requiring(2)), 1, 3, 0, 5, 0, 0, 9))
        .containsExactly(null, null, 2.0, 2.0, 4.0, null, null);
    assertThat(values(VOLUME.mean().over(bars(2)), 1, 3, 0, 5, 7))
        .as("all values are required unless told")
        .containsExactly(null, null, 2.0, null, null);
  }

  @Test
  @DisplayName("a baseline does not need the current value, a score does")
  void missingCurrentValue() {
    assertThat(values(VOLUME.median().over(bars(2)), 4, 6, 0)).containsExactly(null, null, 5.0);
    assertThat(values(VOLUME.ratioToMean().over(bars(2)), 4, 6, 0)).containsOnlyNulls();
  }

  @Test
  @DisplayName("extremes and totals of whole numbers are whole numbers")
  void wholeNumbers() {
    RollingWindow window = bars(3).includingCurrent();
    assertThat(last(values(VOLUME.max().over(window), 3, 9, 6))).isEqualTo(9L);
    assertThat(last(values(VOLUME.min().over(window), 3, 9, 6))).isEqualTo(3L);
    assertThat(last(values(VOLUME.total().over(window), 3, 9, 6))).isEqualTo(18L);
  }

  @Test
  @DisplayName("a quantile is interpolated between the two nearest values")
  void quantile() {
    RollingWindow window = bars(4).includingCurrent();
    assertThat(last(values(VOLUME.quantile(0.25).over(window), 40, 10, 30, 20))).isEqualTo(17.5);
    assertThat(last(values(VOLUME.quantile(1).over(window), 40, 10, 30, 20))).isEqualTo(40.0);
  }

  @Test
  @DisplayName("one value has no standard deviation")
  void standardDeviationOfOne() {
    assertThat(values(VOLUME.standardDeviation().over(bars(1)), 5, 6)).containsOnlyNulls();
  }

  @Test
  @DisplayName("a percentile rank counts ties half, and itself when it is in the window")
  void percentileRank() {
    assertThat(last(values(VOLUME.percentileRank().over(bars(4)), 10, 20, 20, 30, 20)))
        .isEqualTo((1 + 2 / 2.0) / 4);
    assertThat(
            last(
                values(
                    VOLUME.percentileRank().over(bars(5).includingCurrent()), 10, 20, 20, 30, 20)))
        .isEqualTo((1 + (3 + 1) / 2.0) / 5);
  }

  @Test
  @DisplayName("relative volume is the multiple of the average daily volume before")
  void relativeVolumeIsMultipleOfAverage() {
    assertThat(values(averageDailyVolume(bars(2)), 10, 30, 50)).containsExactly(null, null, 20.0);
    assertThat(values(relativeVolume(bars(2)), 10, 30, 50)).containsExactly(null, null, 2.5);
  }

  @Test
  @DisplayName("smoothing starts with the first values and forgets from then on")
  void smoothing() {
    Smoothed<Bar> smoothed = VOLUME.smoothed(Smoothing.ewma(0.5).startingAfter(2));
    // starts with mean 3 and variance 2; 7 moves them to 5 and 0.5 (2 + 0.5 16) = 5
    assertThat(values(smoothed.mean(), 2, 4, 7, 0, 9)).containsExactly(null, null, 3.0, 5.0, 5.0);
    assertThat(values(smoothed.deviation(), 2, 4, 7, 0, 9))
        .containsExactly(null, null, Math.sqrt(2), Math.sqrt(5), Math.sqrt(5));
    assertThat(values(smoothed.score(), 2, 4, 7, 0, 9))
        .containsExactly(null, null, 4 / Math.sqrt(2), null, 4 / Math.sqrt(5));
  }

  @Test
  @DisplayName("a smoothed score is missing while the deviation is 0")
  void smoothedConstant() {
    assertThat(values(VOLUME.smoothed(Smoothing.ewma(0.1).startingAfter(2)).score(), 5, 5, 5))
        .containsOnlyNulls();
  }

  @Test
  @DisplayName("a logarithm or a product of something missing is missing")
  void derived() {
    BarsStage stage =
        stage(Bars.of(BarSeries.of("A").pricedAt(2).volumes(7, 0), BarSeries.of("B").volumes(7)));
    assertThat(valuesOn(stage, DOLLAR_VOLUME)).containsExactly(14.0, null, null);
    assertThat(valuesOn(stage, LOG_VOLUME)).containsExactly(Math.log(7), null, Math.log(7));
    assertThat(valuesOn(stage(Bars.of(BarSeries.of("A").pricedAt(0).volumes(1))), CLOSE.log()))
        .as("ln 0")
        .containsOnlyNulls();
  }

  /** The number of values, an own statistic. */
  private record Size() implements Statistic<Long> {

    @Override
    public String name() {
      return "size";
    }

    @Override
    public Class<Long> type() {
      return Long.class;
    }

    @Override
    public WindowKernel kernel(int window) {
      return new WindowKernel() {
        private int size;

        @Override
        public void add(double value) {
          size++;
        }

        @Override
        public void evict(double value) {
          size--;
        }

        @Override
        public double result() {
          return size;
        }
      };
    }
  }

  @Test
  @DisplayName("a statistic of one's own is asked through its kernel")
  void ownStatistic() {
    RollingMetric<Bar, Long> size = VOLUME.summary(new Size()).over(bars(3).requiring(1));
    assertThat(values(size, 1, 0, 2, 3, 4)).containsExactly(null, 1L, 1L, 2L, 2L);
    Summary<Bar, Long> sizeOfAll = VOLUME.summary(new Size());
    assertThat(
            stage(Bars.of(BarSeries.of("A").volumes(1, 0, 2), BarSeries.of("B").volumes(0)))
                .leaderboard(sizeOfAll)
                .collect(RUNNER))
        .extracting(row -> row.get(sizeOfAll).orElse(null))
        .containsExactly(2L, 0L);
  }

  @Test
  @DisplayName("metrics are series that further metrics can be computed of")
  void nestedMetrics() {
    Score<Bar> z = VOLUME.zScore().over(bars(2));
    assertThat(values(z.max().over(bars(2)), 1, 3, 5, 9, 4))
        .containsExactly(null, null, null, null, Math.max(3 / Math.sqrt(2), 5 / Math.sqrt(2)));
  }

  @Test
  @DisplayName("equal values share a rank, or leave no gap, or go by position")
  void ties() {
    Rank<Bar> rank = Rank.inHindsight(VOLUME.descending());
    assertThat(values(rank, 5, 9, 0, 5, 1)).containsExactly(2L, 1L, null, 2L, 4L);
    assertThat(values(rank.ties(Ties.DENSE), 5, 9, 0, 5, 1)).containsExactly(2L, 1L, null, 2L, 3L);
    assertThat(values(rank.ties(Ties.ORDINAL), 5, 9, 0, 5, 1))
        .containsExactly(2L, 1L, null, 3L, 4L);
    assertThat(values(Rank.inHindsight(VOLUME.ascending()), 5, 9, 0, 5, 1))
        .containsExactly(2L, 4L, null, 2L, 1L);
  }

  @Test
  @DisplayName("a trailing rank knows the window that ends with the bar")
  void trailingRank() {
    assertThat(values(Rank.trailing(VOLUME.descending(), bars(3)), 1, 5, 3, 4, 9))
        .containsExactly(null, null, 2L, 2L, 1L);
    assertThat(
            values(
                Rank.trailing(VOLUME.descending(), bars(3).requiring(2)).ties(Ties.ORDINAL),
                5,
                5,
                0,
                5))
        .containsExactly(null, 2L, null, 2L);
  }

  @Test
  @DisplayName("a rank across tickers goes by symbol where values are equal and ranks are not")
  void rankAcrossTickers() {
    BarsStage stage =
        stage(
            Bars.of(
                BarSeries.of("C").volumes(7),
                BarSeries.of("A").volumes(7),
                BarSeries.of("B").volumes(9),
                BarSeries.of("D").volumes(0)));
    Rank<Bar> rank = Rank.acrossTickers(VOLUME.descending());
    assertThat(valuesOn(stage, rank)).containsExactly(2L, 1L, 2L, null);
    assertThat(valuesOn(stage, rank.ties(Ties.ORDINAL))).containsExactly(2L, 1L, 3L, null);
  }

  @Test
  @DisplayName("dates restrict what is published, not what is looked back at")
  void between() {
    List<Bar> bars = Bars.of(BarSeries.of("A").volumes(8, 2, 4, 6, 100));
    BarsStage stage = stage(bars).between(LocalDate.of(2020, 1, 8), LocalDate.of(2020, 1, 9));
    assertThat(stage.collect(RUNNER)).containsExactly(bars.get(2), bars.get(3));
    assertThat(valuesOn(stage, VOLUME.mean().over(bars(2)))).containsExactly(5.0, 3.0);
    assertThat(valuesOn(stage, Rank.inHindsight(VOLUME.descending())))
        .as("hindsight ends where publishing does, on both sides")
        .containsExactly(2L, 1L);
    assertThat(stage.leaderboard(VOLUME.max()).collect(RUNNER))
        .extracting(row -> row.get(VOLUME.max()).orElseThrow())
        .containsExactly(6L);
    assertThat(marketValues(stage, total(VOLUME).total().over(bars(2)))).containsExactly(10L, 6L);
  }

  private static final BarsStage THREE_TICKERS =
      stage(
          Bars.of(
              BarSeries.of("A").volumes(10, 10, 0, 40),
              BarSeries.of("B").volumes(30, 10, 0, 0),
              BarSeries.of("C").volumes(20)));

  @Test
  @DisplayName("cross-sections skip what is missing; a day without any value still has its counts")
  void crossSections() {
    assertThat(marketValues(THREE_TICKERS, total(VOLUME))).containsExactly(60L, 20L, null, 40L);
    assertThat(marketValues(THREE_TICKERS, largest(VOLUME))).containsExactly(30L, 10L, null, 40L);
    assertThat(marketValues(THREE_TICKERS, mean(VOLUME))).containsExactly(20.0, 10.0, null, 40.0);
    assertThat(marketValues(THREE_TICKERS, tickersTraded())).containsExactly(3L, 2L, 0L, 1L);
    assertThat(marketValues(THREE_TICKERS, tickerOfLargest(VOLUME)))
        .as("of equal ones the first")
        .containsExactly("B", "A", null, "A");
    assertThat(marketValues(THREE_TICKERS, concentration(VOLUME)))
        .containsExactly((100 + 900 + 400) / 3600.0, 0.5, null, 1.0);
  }

  @Test
  @DisplayName("a total of whole numbers across tickers is exact, beyond what a double can hold")
  void exactTotal() {
    long odd = 999_999_999_999_999L;
    BarSeries[] tickers = new BarSeries[11];
    Arrays.setAll(tickers, i -> BarSeries.of("T" + i).volumes(odd));
    assertThat(11 * odd).as("not a double").isNotEqualTo((long) (double) (11 * odd));
    assertThat(marketValues(stage(Bars.of(tickers)), total(VOLUME))).containsExactly(11 * odd);
  }

  @Test
  @DisplayName("a share is of the tickers that could be judged")
  void shareOfFlagged() {
    Flag<Bar> big = VOLUME.atLeast(20);
    assertThat(marketValues(THREE_TICKERS, count(big))).containsExactly(2L, 0L, 0L, 1L);
    assertThat(marketValues(THREE_TICKERS, share(big))).containsExactly(2 / 3.0, 0.0, null, 1.0);
  }

  @Test
  @DisplayName("the market's series can be measured and flagged in turn")
  void marketSeries() {
    Score<MarketDay> ratio = total(VOLUME).ratioToMean().over(bars(1));
    List<Anomaly<MarketDay>> shocks =
        THREE_TICKERS
            .market(total(VOLUME))
            .flagAnomalies(
                AnomalyRules.ratio(
                    total(VOLUME), total(VOLUME).mean().over(bars(3).requiring(2)), 1))
            .anomalies()
            .collect(RUNNER);
    assertThat(marketValues(THREE_TICKERS, ratio)).containsExactly(null, 20 / 60.0, null, null);
    assertThat(shocks)
        .extracting(Anomaly::tradeDate, Anomaly::score)
        .containsExactly(tuple(LocalDate.of(2020, 1, 9), 1.0));
  }

  @Test
  @DisplayName("a flag is not set where its rule cannot judge")
  void flags() {
    Flag<Bar> up = VOLUME.ratioToMean().over(bars(1)).atLeast(2);
    assertThat(
            stage(Bars.of(BarSeries.of("A").volumes(1, 2, 3, 0, 9, 18)))
                .measure(VOLUME.ratioToMean().over(bars(1)))
                .flag(up)
                .collect(RUNNER))
        .extracting(row -> row.is(up))
        .containsExactly(false, true, false, false, false, true);
  }

  @Test
  @DisplayName("anomalies come by row, then in the order of the flags, with score and threshold")
  void anomalies() {
    Flag<Bar> big = VOLUME.atLeast(5).as("big");
    Flag<Bar> small = VOLUME.atMost(8).as("small");
    assertThat(
            stage(Bars.of(BarSeries.of("B").volumes(9), BarSeries.of("A").volumes(6, 0)))
                .flag(small, big)
                .anomalies()
                .collect(RUNNER))
        .extracting(
            anomaly -> anomaly.row().base().ticker().symbol(),
            anomaly -> anomaly.flag().name(),
            Anomaly::score,
            Anomaly::threshold)
        .containsExactly(
            tuple("A", "small", 6.0, 8.0),
            tuple("A", "big", 6.0, 5.0),
            tuple("B", "big", 9.0, 5.0));
  }

  @Test
  @DisplayName("the usual rules judge by their own windows")
  void rules() {
    long[] volumes = {1, 2, 3, 4, 5, 6, 7};
    assertThat(flagged(AnomalyRules.tukeyFence(VOLUME, bars(5), 1), volumes))
        .as("Q3 + (Q3 - Q1) of 1..5 is 6, of 2..6 is 7: not above")
        .containsExactly(false, false, false, false, false, false, false);
    assertThat(flagged(AnomalyRules.tukeyFence(VOLUME, bars(5), 0.9), volumes))
        .containsExactly(false, false, false, false, false, true, true);
    assertThat(flagged(AnomalyRules.percentile(VOLUME, bars(3), 1), 3, 2, 1, 4, 4))
        .containsExactly(false, false, false, true, false);
    assertThat(
            flagged(
                AnomalyRules.ewmaControlLimit(VOLUME, Smoothing.ewma(0.5).startingAfter(2), 3),
                9,
                11,
                5,
                15))
        .as("5 is 5 / sqrt 2 below 10; 15 is 7.5 / sqrt 7.25 above 7.5")
        .containsExactly(false, false, true, false);
  }

  @Test
  @DisplayName("a leaderboard goes by its first summary; who has none comes last, without a rank")
  void leaderboard() {
    Flag<Bar> big = VOLUME.atLeast(10);
    List<TickerSummary> rows =
        stage(
                Bars.of(
                    BarSeries.of("D").volumes(0),
                    BarSeries.of("B").volumes(3, 9),
                    BarSeries.of("C").volumes(9, 9),
                    BarSeries.of("A").volumes(12, 1)))
            .leaderboard(VOLUME.max(), VOLUME.total(), big.count())
            .collect(RUNNER);
    assertThat(rows)
        .extracting(
            row -> row.ticker().symbol(),
            TickerSummary::rank,
            row -> row.get(VOLUME.total()).orElse(null),
            row -> row.get(big.count()).orElse(null))
        .containsExactly(
            tuple("A", OptionalLong.of(1), 13L, 1L),
            tuple("B", OptionalLong.of(2), 12L, 0L),
            tuple("C", OptionalLong.of(2), 18L, 0L),
            tuple("D", OptionalLong.empty(), null, 0L));
  }

  @Test
  @DisplayName("the top of a leaderboard keeps all who share the last rank")
  void topOfLeaderboard() {
    BarsStage stage =
        stage(
            Bars.of(
                BarSeries.of("A").volumes(5),
                BarSeries.of("B").volumes(7),
                BarSeries.of("C").volumes(5),
                BarSeries.of("D").volumes(0)));
    assertThat(tickers(stage.leaderboard(VOLUME.max()).top(2).collect(RUNNER)))
        .containsExactly("B", "A", "C");
    assertThat(tickers(stage.leaderboard(VOLUME.max()).ties(Ties.ORDINAL).top(2).collect(RUNNER)))
        .containsExactly("B", "A");
  }

  private static List<String> tickers(List<TickerSummary> rows) {
    return rows.stream().map(row -> row.ticker().symbol()).toList();
  }

  private static List<Boolean> flagged(AnomalyRule<Bar> rule, long... volumes) {
    Flag<Bar> flag = Flag.of(rule);
    return stage(Bars.of(BarSeries.of("A").volumes(volumes)))
        .flagAnomalies(rule)
        .collect(RUNNER)
        .stream()
        .map(row -> row.is(flag))
        .toList();
  }

  private static BarsStage stage(List<Bar> bars) {
    return BarsStage.from(InMemoryBars.of(bars));
  }

  private static <T> List<T> values(Metric<Bar, T> metric, long... volumes) {
    return valuesOn(stage(Bars.of(BarSeries.of("A").volumes(volumes))), metric);
  }

  private static <T> List<T> valuesOn(BarsStage stage, Metric<Bar, T> metric) {
    List<T> values = new ArrayList<>();
    for (Measured<Bar> row : stage.measure(metric).collect(RUNNER)) {
      values.add(row.get(metric).orElse(null));
    }
    return values;
  }

  /**
   * The values of a metric of market days, which is a cross-section or computed from total volume.
   */
  private static <T> List<T> marketValues(BarsStage stage, Metric<MarketDay, T> metric) {
    boolean isCrossSection = metric instanceof CrossSection || metric instanceof TickerOfLargest;
    List<? extends Measured<MarketDay>> rows =
        isCrossSection
            ? stage.market(metric).collect(RUNNER)
            : stage.market(total(VOLUME)).measure(metric).collect(RUNNER);
    List<T> values = new ArrayList<>();
    for (Measured<MarketDay> row : rows) {
      values.add(row.get(metric).orElse(null));
    }
    return values;
  }

  private static <T> T last(List<T> values) {
    return values.get(values.size() - 1);
  }

  private static long[] repeated(long value, int times) {
    return cycle(times, value);
  }

  private static long[] cycle(int length, long... values) {
    long[] cycle = new long[length];
    for (int i = 0; i < length; i++) {
      cycle[i] = values[i % values.length];
    }
    return cycle;
  }
}
