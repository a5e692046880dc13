package io.github.marketvolume.testing;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isDay;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.testing.Causality.assertCausal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What looks ahead is caught, what does not is not. */
class CausalityTest {

  private static final Runner RUNNER = ReferenceRunner.create();
  private static final Flag<Bar> SPIKE =
      LOG_VOLUME.modifiedZScore().over(bars(5).requiring(3)).atLeast(2);

  @Provide
  Arbitrary<List<Bar>> fractional() {
    return BarArbitraries.fractional();
  }

  @Property(tries = 10)
  void fractionalVolumesAreCausalToo(
      @ForAll("fractional") List<Bar> bars, @ForAll FractionalVolume treatment) {
    assertCausal(
        stage ->
            stage
                .checkedBy(BarRules.standard().withoutLimits().fractionalVolume(treatment))
                .measure(
                    VOLUME.total().over(bars(3)),
                    VOLUME.lagged(2),
                    LOG_VOLUME.modifiedZScore().over(bars(5).requiring(3)),
                    Rank.trailing(VOLUME.descending(), bars(4).requiring(2))),
        bars,
        RUNNER);
  }

  @Property(tries = 15)
  void everythingButHindsightIsCausal(@ForAll @NastyBars List<Bar> bars) {
    assertCausal(
        stage ->
            stage
                .measure(
                    VOLUME.total().over(bars(3)),
                    VOLUME.mean().over(bars(3).requiring(2).includingCurrent()),
                    VOLUME.standardDeviation().over(bars(4).requiring(2)),
                    VOLUME.median().over(bars(4).requiring(2)),
                    VOLUME.quantile(0.9).over(bars(4).requiring(2)),
                    LOG_VOLUME.zScore().over(bars(4).requiring(2)),
                    LOG_VOLUME.modifiedZScore().over(bars(5).requiring(3)),
                    VOLUME.percentileRank().over(bars(4).requiring(2)),
                    VOLUME.smoothed(Smoothing.ewma(0.1).startingAfter(3)).score(),
                    LOG_VOLUME.expectedBy(HarModel.rolling(9).requiring(5)).score(),
                    LOG_VOLUME.expectedBy(HarModel.expanding(5)).forecast(),
                    LOG_VOLUME.zScore().over(bars(4).requiring(2)).cusumUp(0.5, 3),
                    Rank.trailing(VOLUME.descending(), bars(4).requiring(2)),
                    Rank.acrossTickers(VOLUME.descending()))
                .flag(SPIKE),
        bars,
        RUNNER);
  }

  @Property(tries = 15)
  void whatIsLeftOutIsCausal(@ForAll @NastyBars List<Bar> bars) {
    assertCausal(
        stage ->
            stage
                .where(not(VOLUME.ratioToMean().over(bars(3).requiring(1)).atMost(0.5)))
                .measure(SPIKE.rule().inputs().get(0), Rank.acrossTickers(VOLUME.descending()))
                .where(SPIKE.or(isDay(NYSE, DayKind.NORMAL))),
        bars,
        RUNNER);
  }

  @Property(tries = 15)
  void whatIsKnownOfTheMarketIsCausal(@ForAll List<Bar> bars) {
    assertCausal(
        stage ->
            stage
                .market(total(VOLUME), share(SPIKE), tickerOfLargest(VOLUME))
                .measure(total(VOLUME).zScore().over(bars(4).requiring(2))),
        bars,
        RUNNER);
  }

  @Property(tries = 15)
  void anomaliesAndRejectionsAreCausal(@ForAll @NastyBars List<Bar> bars) {
    assertCausal(
        stage -> stage.measure(SPIKE.rule().inputs().get(0)).flag(SPIKE).anomalies(), bars, RUNNER);
    assertCausal(
        stage ->
            stage
                .flagAnomalies(SPIKE.rule())
                .anomalies()
                .where(VOLUME.ratioToLagged(1).atLeast(1).or(isDay(NYSE, DayKind.NORMAL))),
        bars,
        RUNNER);
    assertCausal(BarsStage::rejected, bars, RUNNER);
  }

  @Property(tries = 15)
  void periodsOfACalendarAreCausal(@ForAll @NastyBars List<Bar> bars) {
    List<LocalDate> sessions =
        BarsStage.from(InMemoryBars.of(bars))
            .asOf(LocalDate.of(2100, 1, 1))
            .checkedBy(BarRules.standard().withoutLimits())
            .collect(RUNNER)
            .stream()
            .map(Bar::tradeDate)
            .toList();
    Assume.that(!sessions.isEmpty());
    TradingCalendar own = TradingCalendar.of("own", sessions);
    assertCausal(
        stage ->
            stage
                .where(not(VOLUME.ratioToMean().over(bars(3).requiring(1)).atMost(0.5)))
                .weekly(own)
                .measure(
                    VOLUME.mean().over(bars(2).requiring(1)),
                    SPIKE.rule().inputs().get(0),
                    Rank.acrossTickers(VOLUME.descending()))
                .flag(SPIKE),
        bars,
        RUNNER);
    assertCausal(stage -> stage.monthly(own).market(total(VOLUME)), bars, RUNNER);
  }

  @Test
  @DisplayName("without a calendar a week is known with the next one's first day, and no later")
  void weeksWithoutACalendar() {
    List<Bar> bars = Bars.of(BarSeries.of("A").volumes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    requireCaught(
        BarsStage::weekly,
        bars,
        "the pipeline looks ahead: once bars of 2020-01-13 are known, row trade_date=2020-01-10,"
            + " ticker=A, out by 2020-01-10, changes: was not there");
    BarsStage prices = BarsStage.from(InMemoryBars.of(bars));
    for (Bar bar : bars) {
      LocalDate last = bar.tradeDate();
      LocalDate week = CalendarPeriod.WEEK.startOf(last);
      assertThat(prices.to(last).weekly().collect(RUNNER))
          .isEqualTo(
              prices.weekly().collect(RUNNER).stream()
                  .filter(row -> row.tradeDate().isBefore(week))
                  .toList());
    }
  }

  @Test
  @DisplayName("an unfinished week that is kept is provisional")
  void unfinishedWeeks() {
    requireCaught(
        stage -> stage.weekly().keepingUnfinished(),
        "the pipeline looks ahead: once bars of 2020-01-07 are known, row trade_date=2020-01-06,"
            + " ticker=A, out by 2020-01-06, changes: is gone");
  }

  private static final List<Bar> RISING = Bars.of(BarSeries.of("A").volumes(1, 2, 3));

  @Test
  @DisplayName("a rank in hindsight is caught at the first date that changes one")
  void rankInHindsight() {
    requireCaught(
        BarsStage::rankWithinTicker,
        "the pipeline looks ahead: once bars of 2020-01-07 are known, row trade_date=2020-01-06,"
            + " ticker=A, out by 2020-01-06, changes: volume_rank_in_hindsight was 1 and is 2");
  }

  @Test
  @DisplayName("so is a leaderboard")
  void leaderboard() {
    requireCaught(
        stage -> stage.leaderboard(VOLUME.max()),
        "the pipeline looks ahead: once bars of 2020-01-07 are known, row ticker=A, out by"
            + " 2020-01-06, changes: max_volume was 1 and is 2");
  }

  @Test
  @DisplayName("so is a row that vanishes, and one that comes late")
  void vanishingAndLateRows() {
    requireCaught(
        stage -> stage.leaderboard(VOLUME.max()).top(1),
        Bars.of(BarSeries.of("A").volumes(5), BarSeries.of("B").volumes(0, 9)),
        "the pipeline looks ahead: once bars of 2020-01-07 are known, row ticker=A, out by"
            + " 2020-01-06, changes: is gone");
    Runner late = new LateRunner();
    assertThatThrownBy(() -> assertCausal(stage -> stage, RISING, late))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the pipeline looks ahead: once bars of 2020-01-07 are known, row"
                + " trade_date=2020-01-06, ticker=A, out by 2020-01-06, changes: was not there");
  }

  /** Holds the rows of the last date back. */
  private static final class LateRunner implements Runner {

    @Override
    public RunReport run(VolumePipeline pipeline) {
      throw new UnsupportedOperationException("stages are only collected here");
    }

    @Override
    public <S> List<S> collect(Stage<S> stage) {
      List<S> rows = RUNNER.collect(stage);
      return rows.subList(0, rows.size() - 1);
    }
  }

  @Test
  @DisplayName("of many dates, the last is replayed too")
  void manyDates() {
    List<Bar> bars =
        Bars.of(
            BarSeries.of("A")
                .startingOn(LocalDate.of(2019, 1, 1))
                .volumes(
                    LongStream.rangeClosed(1, 200).map(i -> i == 200 ? 500 : 201 - i).toArray()));
    assertThatCode(() -> assertCausal(stage -> stage, bars, RUNNER)).doesNotThrowAnyException();
    assertThatThrownBy(() -> assertCausal(BarsStage::rankWithinTicker, bars, RUNNER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("once bars of 2019-10-07 are known, row trade_date=2019-01-01")
        .hasMessageEndingWith("volume_rank_in_hindsight was 1 and is 2");
  }

  private static void requireCaught(
      Function<BarsStage, ? extends Stage<?>> pipeline, String message) {
    requireCaught(pipeline, RISING, message);
  }

  private static void requireCaught(
      Function<BarsStage, ? extends Stage<?>> pipeline, List<Bar> bars, String message) {
    assertThatThrownBy(() -> assertCausal(pipeline, bars, RUNNER))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
  }
}
