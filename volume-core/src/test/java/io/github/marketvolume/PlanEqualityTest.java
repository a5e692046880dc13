package io.github.marketvolume;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pipelines are values: what is written alike is equal, and nothing else is. */
class PlanEqualityTest {

  /** Stages that differ from each other, made anew on every call. */
  private static List<Stage<?>> stages() {
    BarsStage bars = BarsStage.from(CsvSource.at("prices.csv", CsvLayout.KAGGLE));
    Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60));
    return List.of(
        bars,
        BarsStage.from(CsvSource.at("other.csv", CsvLayout.KAGGLE)),
        bars.from(LocalDate.of(2020, 1, 1)),
        bars.to(LocalDate.of(2020, 1, 1)),
        bars.asOf(LocalDate.of(2020, 1, 1)),
        bars.checkedBy(BarRules.standard().relaxing(StandardRule.OPEN_IS_IN_RANGE)),
        bars.checkedBy(BarRules.standard().rejecting(StandardRule.DATE_IS_A_WEEKDAY)),
        bars.checkedBy(BarRules.standard().tradingOnWeekends()),
        bars.checkedBy(BarRules.standard().expectingSessionsOf(TradingCalendar.NYSE)),
        bars.checkedBy(BarRules.standard().expectingSessionsOfMarket()),
        bars.checkedBy(BarRules.standard().keepingLastOfRepeatedDays()),
        bars.where(isTicker("A")),
        bars.where(isTicker("A")).where(not(score.atLeast(3))),
        bars.where(isTicker("A").and(not(score.atLeast(3)))),
        bars.weekly(),
        bars.weekly(TradingCalendar.NYSE),
        bars.monthly(),
        bars.monthly(TradingCalendar.NYSE),
        bars.quarterly(),
        bars.quarterly(TradingCalendar.NYSE),
        bars.yearly(),
        bars.yearly(TradingCalendar.NYSE),
        bars.weekly().keepingUnfinished(),
        bars.weekly().where(isTicker("A")),
        bars.where(isTicker("A")).weekly(),
        bars.groupedBy(Grouping.of("sector", Map.of("A", "x"))),
        bars.groupedBy(Grouping.of("sector", Map.of("A", "y"))),
        bars.groupedBy(Grouping.of("industry", Map.of("A", "x"))),
        bars.groupedBy(Grouping.csv("sector", "sectors.csv")),
        bars.groupedBy(Grouping.parquet("sector", "sectors.csv")),
        bars.groupedBy(Grouping.csv("sector", "sectors.csv").validBetween("from", "to")),
        bars.groupedBy(Grouping.of("sector", Map.of("A", "x"))).market(total(VOLUME)),
        bars.measure(score).where(isTicker("A")),
        bars.measure(score).where(score.atLeast(3)),
        bars.measure(),
        bars.measure(score),
        bars.measure(score.as("score")),
        bars.measure(LOG_VOLUME.modifiedZScore().over(bars(61))),
        bars.measure(score).flag(score.atLeast(3.5)),
        bars.measure(score).flag(score.atLeast(3)),
        bars.measure(score).flag(score.atLeast(3)).anomalies(),
        bars.measure(score).flag(score.atLeast(3)).anomalies().where(isTicker("A")),
        bars.measure(score).flag(score.atLeast(3)).where(isTicker("A")),
        bars.rankWithinTicker(),
        bars.measure(Rank.inHindsight(VOLUME.descending()).ties(Ties.DENSE)),
        bars.leaderboard(VOLUME.max()),
        bars.leaderboard(VOLUME.max()).top(3),
        bars.leaderboard(VOLUME.max()).where(isTicker("A")),
        bars.leaderboard(VOLUME.max()).top(3).where(isTicker("A")),
        bars.leaderboard(VOLUME.max()).where(VOLUME.max().atLeast(3)),
        bars.leaderboard(VOLUME.max()).ties(Ties.DENSE),
        bars.leaderboard(VOLUME.max()).each(CalendarPeriod.MONTH),
        bars.leaderboard(VOLUME.max()).each(CalendarPeriod.WEEK),
        bars.market(total(VOLUME)),
        bars.market(total(VOLUME)).measure(),
        bars.rejected());
  }

  @Test
  @DisplayName("stages are equal if and only if they are written alike")
  void stagesByValue() {
    List<Stage<?>> some = stages();
    List<Stage<?>> again = stages();
    assertThat(again).isEqualTo(some);
    assertThat(again).hasSameHashCodeAs(some);
    assertThat(some).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("so are pipelines")
  void pipelinesByValue() {
    assertThat(pipeline("out")).isEqualTo(pipeline("out")).isNotEqualTo(pipeline("elsewhere"));
  }

  private static VolumePipeline pipeline(String folder) {
    BarsStage bars = BarsStage.from(CsvSource.at("prices.csv", CsvLayout.KAGGLE));
    return VolumePipeline.named("test", bars.into(ParquetSink.at(folder)));
  }

  @Test
  @DisplayName("the short forms are what they stand for")
  void shortForms() {
    BarsStage bars = BarsStage.from(CsvSource.at("prices.csv", CsvLayout.KAGGLE));
    Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60));
    assertThat(bars.rankAcrossTickers())
        .isEqualTo(bars.measure(Rank.acrossTickers(VOLUME.descending())));
    assertThat(bars.rollingVolume(bars(20)))
        .isEqualTo(
            bars.measure(
                VOLUME.total().over(bars(20)),
                VOLUME.mean().over(bars(20)),
                VOLUME.standardDeviation().over(bars(20))));
    assertThat(bars.flagAnomalies(score.atLeast(3).rule()))
        .isEqualTo(bars.measure(score).flag(score.atLeast(3)));
    assertThat(bars.measure(score).flagAnomalies(score.atLeast(3).rule()))
        .as("what is measured is not measured again")
        .isEqualTo(bars.measure(score).flag(score.atLeast(3)));
  }

  @Test
  @DisplayName("a stage can fork: further steps leave it as it was")
  void forks() {
    MeasuredStage<Bar> trunk =
        BarsStage.from(CsvSource.at("prices.csv", CsvLayout.KAGGLE)).measure();
    String before = trunk.explain();
    assertThat(trunk.measure(LOG_VOLUME)).isNotEqualTo(trunk);
    assertThat(trunk.explain()).isEqualTo(before);
  }
}
