package io.github.marketvolume.metric;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.BarMetrics.averageDailyVolume;
import static io.github.marketvolume.metric.BarMetrics.relativeVolume;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.tickersTraded;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of metric is called, says of itself, and needs to look back at. */
class MetricNamesTest {

  static Stream<Arguments> metrics() {
    RollingWindow month = bars(20);
    Flag<Bar> spike = VOLUME.atLeast(3.5);
    return Stream.of(
        arguments(VOLUME, "volume", "volume", "0 bars"),
        arguments(LOG_VOLUME, "log_volume", "ln(volume)", "0 bars"),
        arguments(CLOSE.log(), "log_close", "ln(close)", "0 bars"),
        arguments(DOLLAR_VOLUME, "dollar_volume", "close × volume", "0 bars"),
        arguments(
            VOLUME.mean().over(month),
            "volume_mean_20",
            "mean of volume over the 20 bars before",
            "20 bars"),
        arguments(
            VOLUME.standardDeviation().over(month.requiring(15).includingCurrent()),
            "volume_stddev_20_incl_min_15",
            "standard deviation of volume over the last 20 bars (at least 15 with a value)",
            "19 bars"),
        arguments(
            VOLUME.quantile(0.07).over(month),
            "volume_q7_20",
            "0.07 quantile of volume over the 20 bars before",
            "20 bars"),
        arguments(
            averageDailyVolume(month),
            "adv_20",
            "mean of volume over the 20 bars before",
            "20 bars"),
        arguments(
            relativeVolume(month),
            "rvol_20",
            "ratio to the mean of volume against the 20 bars before",
            "20 bars"),
        arguments(
            VOLUME.zScore().over(month).mean().over(bars(5)),
            "volume_z_20_mean_5",
            "mean of z-score of volume against the 20 bars before over the 5 bars before",
            "25 bars"),
        arguments(
            VOLUME.smoothed(Smoothing.ewma(0.1)).score(),
            "volume_ewma_score_0_1",
            "score of volume by an EWMA of weight 0.1 started by 20 values",
            "all past bars"),
        arguments(
            LOG_VOLUME.expectedBy(HarModel.rolling(500)).forecast(),
            "log_volume_har_forecast_500",
            "forecast of ln(volume) by a HAR model of the 500 rows before",
            "522 bars"),
        arguments(
            LOG_VOLUME.lagged(1).expectedBy(HarModel.rolling(500).requiring(250)).score(),
            "log_volume_lag_1_har_score_500_min_250",
            "score of ln(volume) of the bar before by a HAR model of the 500 rows before (at least"
                + " 250 with all predictors)",
            "523 bars"),
        arguments(
            VOLUME.expectedBy(HarModel.expanding(250)).deviation(),
            "volume_har_deviation_expanding_min_250",
            "deviation of volume by a HAR model of all rows before (at least 250 with all"
                + " predictors)",
            "all past bars"),
        arguments(
            LOG_VOLUME.zScore().over(month).cusumDown(0.5, 5),
            "log_volume_z_20_cusum_down_0_5_5",
            "CUSUM down of z-score of ln(volume) against the 20 bars before with allowance 0.5 and"
                + " decision interval 5",
            "all past bars"),
        arguments(
            Rank.inHindsight(VOLUME.descending()),
            "volume_rank_in_hindsight",
            "rank of volume, largest first, in hindsight over the whole series",
            "the whole series, in hindsight"),
        arguments(
            Rank.trailing(VOLUME.ascending(), month),
            "volume_rank_20_incl_ascending",
            "rank of volume, smallest first, in the last 20 bars",
            "19 bars"),
        arguments(
            Rank.acrossTickers(VOLUME.descending()).ties(Ties.ORDINAL),
            "volume_rank_across_tickers_ordinal",
            "rank of volume, largest first, across tickers on the day, ordinal ties",
            "0 bars"),
        arguments(total(VOLUME), "total_volume", "total volume", "0 bars"),
        arguments(
            concentration(VOLUME),
            "concentration_volume",
            "concentration (HHI) of volume",
            "0 bars"),
        arguments(
            tickerOfLargest(VOLUME),
            "ticker_of_largest_volume",
            "ticker of the largest volume",
            "0 bars"),
        arguments(tickersTraded(), "tickers_traded", "tickers with volume", "0 bars"),
        arguments(
            count(spike),
            "flagged_volume_at_least_3_5",
            "tickers flagged: volume at least 3.5",
            "0 bars"),
        arguments(
            share(spike),
            "share_volume_at_least_3_5",
            "share of tickers flagged: volume at least 3.5",
            "0 bars"),
        arguments(VOLUME.atMost(-2), "volume_at_most_minus_2", "volume at most -2.0", "0 bars"),
        arguments(
            VOLUME.zScore().over(month).beyond(3),
            "volume_z_20_beyond_3",
            "volume_z_20 beyond 3.0",
            "20 bars"),
        arguments(
            Flag.of(AnomalyRules.tukeyFence(VOLUME, month, 1.5)),
            "volume_above_fence_1_5_20",
            "volume above the third quartile by 1.5 interquartile ranges of the 20 bars before",
            "20 bars"),
        arguments(
            Flag.of(AnomalyRules.ratio(VOLUME, averageDailyVolume(month), 2)),
            "volume_to_adv_20_at_least_2",
            "volume at least 2.0 times adv_20",
            "20 bars"),
        arguments(
            Flag.of(AnomalyRules.percentile(VOLUME, bars(252), 0.99)),
            "volume_percentile_rank_252_incl_at_least_0_99",
            "volume_percentile_rank_252_incl at least 0.99",
            "251 bars"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("metrics")
  @DisplayName("name, words and look-back")
  void words(Metric<?, ?> metric, String name, String words, String lookBack) {
    assertThat(metric.name()).isEqualTo(name);
    assertThat(metric.describe()).isEqualTo(words);
    assertThat(metric.lookBack()).hasToString(lookBack);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("metrics")
  @DisplayName("a user's name changes only the name")
  void ownName(Metric<?, ?> metric, String name, String words, String lookBack) {
    Metric<?, ?> named = metric.as("mine");
    assertThat(named.name()).isEqualTo("mine");
    assertThat(named).isNotEqualTo(metric);
    assertThat(named.definition()).isEqualTo(metric.definition());
    assertThat(named.describe()).isEqualTo(words);
  }
}
