package io.github.marketvolume;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isDay;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.InputRule;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a pipeline says of itself; no engine is needed for that. */
class ExplainTest {

  private static final Score<Bar> SCORE =
      LOG_VOLUME.modifiedZScore().over(bars(60)).as("modified_z_60");
  private static final RollingMetric<Bar, Double> MEAN =
      VOLUME.mean().over(bars(20).requiring(15)).as("mean_20");
  private static final Flag<Bar> SPIKE = SCORE.atLeast(3.5).as("flagged");

  @Test
  @DisplayName("a pipeline tells bars, then steps and columns output by output")
  void pipeline() {
    BarsStage prices =
        BarsStage.from(CsvSource.at("sp500_stocks.csv", CsvLayout.KAGGLE))
            .between(LocalDate.parse("2010-01-01"), LocalDate.parse("2021-02-05"))
            .checkedBy(BarRules.standard());
    FlaggedStage<Bar> daily =
        prices
            .measure(
                MEAN,
                SCORE,
                Rank.inHindsight(VOLUME.descending()),
                Rank.acrossTickers(VOLUME.descending()))
            .flag(SPIKE);
    VolumePipeline sp500 =
        VolumePipeline.named(
            "sp500",
            daily.into(ParquetSink.at("out/ticker_daily").partitionedBy("ticker")),
            daily.anomalies().into(ParquetSink.at("out/anomalies")),
            prices
                .leaderboard(VOLUME.max(), VOLUME.total(), SPIKE.count())
                .top(10)
                .into(CsvSink.at("out/leaderboard")),
            prices
                .market(total(VOLUME), largest(VOLUME), share(SPIKE))
                .into(ParquetSink.at("out/market_daily")),
            prices.rejected().into(ParquetSink.at("out/rejected")));
    assertThat(sp500.explain())
        .isEqualTo(
            """
            pipeline sp500
              read sp500_stocks.csv (CSV, kaggle layout), split-adjusted
              check by standard bar rules; fatal above 50 % rejected, or all rows of a \
            file
              publish dates from 2010-01-01 to 2021-02-05
                measure mean_20: mean of volume over the 20 bars before (at least 15 with a value)
                measure modified_z_60: modified z-score of ln(volume) against the 60 bars before
                measure volume_rank_in_hindsight: rank of volume, largest first, in hindsight over \
            the whole series
                measure volume_rank_across_tickers: rank of volume, largest first, across tickers \
            on the day
                flag flagged: modified_z_60 at least 3.5
                write out/ticker_daily (Parquet by ticker): trade_date, ticker, open, high, low, \
            close, adj_close, volume, mean_20, modified_z_60, volume_rank_in_hindsight, \
            volume_rank_across_tickers, flagged
                as above, 5 steps
                keep the anomalies: rows with a flag set
                write out/anomalies (Parquet): trade_date, ticker, open, high, low, close, \
            adj_close, volume, mean_20, modified_z_60, volume_rank_in_hindsight, \
            volume_rank_across_tickers, flag, rule, score, threshold, severity
                rank tickers by max of volume, ranks 1 to 10; with total of volume, number of rows \
            where modified_z_60 at least 3.5
                write out/leaderboard (CSV): ticker, max_volume, total_volume, count_flagged, rank
                across tickers, per day, total_volume: total volume
                across tickers, per day, largest_volume: largest volume
                across tickers, per day, share_flagged: share of tickers flagged: modified_z_60 \
            at least 3.5
                write out/market_daily (Parquet): trade_date, total_volume, largest_volume, \
            share_flagged
                keep the rows that broke a rule, with the reason
                write out/rejected (Parquet): origin, line, rule, reason, text\
            """);
    assertThat(sp500).hasToString(sp500.explain());
  }

  @Test
  @DisplayName("bars of periods are made where they are asked for")
  void periods() {
    assertThat(
            BarsStage.from(InMemoryBars.of())
                .where(isTicker("A"))
                .weekly()
                .where(VOLUME.atLeast(1))
                .explain())
        .isEqualTo(
            """
            stage
              read 0 bars in memory
              check by standard bar rules; fatal above 50 % rejected, or all rows of a file
              keep only bars where ticker is A
              make one bar of each week, dated by its last session; leave out an unfinished week
              keep only bars where volume at least 1.0
                yield trade_date, ticker, open, high, low, close, adj_close, volume\
            """);
    assertThat(
            BarsStage.from(InMemoryBars.of())
                .quarterly(TradingCalendar.NYSE)
                .keepingUnfinished()
                .explain())
        .contains(
            "\n"
                + "  make one bar of each quarter, dated by its last session on NYSE; mark an"
                + " unfinished quarter\n")
        .endsWith(", volume, is_unfinished");
  }

  @Test
  @DisplayName("files are left out only where dates are, and nothing would miss them")
  void filesLeftOut() {
    BarsStage all = BarsStage.from(ParquetSource.at("lake"));
    BarsStage some = all.from(LocalDate.parse("2021-02-05"));
    String line =
        "\n  leave out files that have none of the days that are published or looked back on\n";
    assertThat(some.measure(MEAN).explain()).contains("read lake (Parquet)" + line);
    assertThat(all.measure(MEAN).explain()).doesNotContain(line);
    assertThat(some.rejected().explain()).doesNotContain(line);
    assertThat(some.checkedBy(BarRules.standard().expectingSessionsOfMarket()).explain())
        .doesNotContain(line);
    assertThat(BarsStage.from(InMemoryBars.of()).from(LocalDate.parse("2021-02-05")).explain())
        .doesNotContain(line);
  }

  @Test
  @DisplayName("bars that are left out of all read differently from rows left out of an output")
  void where() {
    BarsStage large =
        BarsStage.from(InMemoryBars.of())
            .where(isTicker("A", "B"))
            .where(not(isDay(TradingCalendar.NYSE, DayKind.HALF_DAY)));
    assertThat(large.measure(MEAN).where(MEAN.atLeast(1e6)).explain())
        .isEqualTo(
            """
            stage
              read 0 bars in memory
              check by standard bar rules; fatal above 50 % rejected, or all rows of a file
              keep only bars where ticker is A or B
              keep only bars where not (day is half day on NYSE)
                measure mean_20: mean of volume over the 20 bars before (at least 15 with a value)
                leave out of this output all rows but those where mean_20 at least 1000000.0
                yield trade_date, ticker, open, high, low, close, adj_close, volume, mean_20\
            """);
    assertThat(large.leaderboard(VOLUME.total()).each(CalendarPeriod.MONTH).top(5).explain())
        .endsWith(
            """
                each month, rank tickers by total of volume, ranks 1 to 5
                yield period, ticker, total_volume, rank\
            """);
    assertThat(
            large
                .leaderboard(VOLUME.total())
                .top(5)
                .where(isTicker("A").and(VOLUME.total().atLeast(1e6)))
                .explain())
        .endsWith(
            """
                rank tickers by total of volume, ranks 1 to 5
                leave out of this output all rows but those where ticker is A and total_volume at \
            least 1000000.0
                yield ticker, total_volume, rank\
            """);
    assertThat(large.flag(VOLUME.atLeast(5)).anomalies().where(isTicker("A")).explain())
        .contains(
            """
                keep the anomalies: rows with a flag set
                leave out of this output all rows but those where ticker is A
            """);
  }

  @Test
  @DisplayName("rules tell which sessions they expect, and what is fatal")
  void rulesAboutSessions() {
    BarRules rules = BarRules.standard().withoutLimits();
    assertThat(
            rules
                .expectingSessionsOf(TradingCalendar.NYSE)
                .rejecting(StandardRule.DATE_IS_A_SESSION)
                .failingAbove(InputRule.LAST_DAY_IS_COMPLETE, 0.2)
                .describe())
        .isEqualTo(
            "standard bar rules; expecting the sessions of NYSE, 1999-01-01 to 2030-12-31,"
                + " rejecting other days; fatal above 20 %: last-day-is-complete; no share of"
                + " rejected rows is fatal");
    assertThat(rules.expectingSessionsOfMarket().describe())
        .isEqualTo(
            "standard bar rules; expecting the sessions of the market; no share of rejected rows"
                + " is fatal");
  }

  @Test
  @DisplayName("a stage alone tells what it yields")
  void stage() {
    assertThat(
            BarsStage.from(InMemoryBars.of())
                .checkedBy(
                    BarRules.standard()
                        .relaxing(StandardRule.OPEN_IS_IN_RANGE)
                        .failingAbove(StandardRule.BARS_DO_NOT_CONFLICT, 0.5)
                        .failingAbove(0.25))
                .from(LocalDate.parse("2020-01-01"))
                .rollingVolume(bars(20))
                .explain())
        .isEqualTo(
            """
            stage
              read 0 bars in memory
              check by standard bar rules; only warning: open-is-in-range; fatal above 50 % of rows: bars-do-not-conflict; fatal above 25 % rejected
              publish dates from 2020-01-01
                measure volume_total_20: total of volume over the 20 bars before
                measure volume_mean_20: mean of volume over the 20 bars before
                measure volume_stddev_20: standard deviation of volume over the 20 bars before
                yield trade_date, ticker, open, high, low, close, adj_close, volume, \
            volume_total_20, volume_mean_20, volume_stddev_20\
            """);
  }
}
