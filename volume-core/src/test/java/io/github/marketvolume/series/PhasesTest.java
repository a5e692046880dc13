package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.LookBack;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.plan.PlanNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which scans and passes by day a plan needs. */
class PhasesTest {

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of());
  private static final RollingMetric<Bar, Double> MEAN = VOLUME.mean().over(bars(10));
  private static final Rank<Bar> RANK = Rank.acrossTickers(VOLUME.descending());
  private static final LocalDate FIRST = LocalDate.of(2020, 6, 1);
  private static final LocalDate LAST = LocalDate.of(2020, 6, 30);

  private static List<PlanNode<?>> plans(Stage<?>... stages) {
    List<PlanNode<?>> plans = new ArrayList<>();
    for (Stage<?> stage : stages) {
      plans.add(stage.plan());
    }
    return plans;
  }

  private static Phases phases(Stage<?>... stages) {
    return Phases.of(plans(stages));
  }

  private static ReadRequest request(Stage<?> stage) {
    return Phases.request(plans(stage));
  }

  @Test
  void tickersThatAreNotCompared_needNoPass() {
    Phases phases = phases(BARS.measure(MEAN, CLOSE.log()));
    assertThat(phases.wanted()).isEqualTo(List.of(MEAN, CLOSE.log()));
    assertThat(phases.passes()).isEmpty();
  }

  @Test
  void tickersThatAreCompared_needAPass() {
    Demeaned demeaned = Demeaned.acrossTickers(MEAN);
    Phases phases = phases(BARS.measure(RANK, demeaned));
    assertThat(phases.passes()).isEqualTo(List.of(List.of(RANK, demeaned)));
    assertThat(phases.inputsOf(0)).isEqualTo(List.of(VOLUME, MEAN));
  }

  @Test
  void comparisonOfComparisons_needsAPassOfItsOwn() {
    Rank<Bar> ofMeans = Rank.acrossTickers(RANK.mean().over(bars(5)).ascending());
    Phases phases = phases(BARS.measure(ofMeans));
    assertThat(phases.wanted()).isEqualTo(List.of(ofMeans));
    assertThat(phases.passes()).isEqualTo(List.of(List.of(RANK), List.of(ofMeans)));
  }

  @Test
  void whatAPassIsGivenAndIsNeededAfterIt_isCarriedThrough() {
    Demeaned demeaned = Demeaned.acrossTickers(MEAN);
    Phases phases = phases(BARS.measure(demeaned, MEAN.log()));
    assertThat(phases.passes()).isEqualTo(List.of(List.of(demeaned, MEAN)));
    assertThat(phases.inputsOf(0)).isEqualTo(List.of(MEAN));
  }

  @Test
  void whatIsOfTheBarItself_isComputedAgainRatherThanCarried() {
    Demeaned demeaned = Demeaned.acrossTickers(CLOSE.log());
    Phases phases = phases(BARS.measure(demeaned, CLOSE.log()));
    assertThat(phases.passes()).isEqualTo(List.of(List.of(demeaned)));
  }

  @Test
  void whatOnePassCarried_theNextDoesNot() {
    Demeaned demeaned = Demeaned.acrossTickers(MEAN);
    Rank<Bar> ofMeans = Rank.acrossTickers(demeaned.mean().over(bars(5)).ascending());
    Rank<Bar> byMean = Rank.acrossTickers(MEAN.descending());
    Phases phases = phases(BARS.measure(demeaned, ofMeans, byMean, MEAN));
    assertThat(phases.passes())
        .isEqualTo(List.of(List.of(demeaned, byMean, MEAN), List.of(ofMeans)));
  }

  @Test
  void whatTwoOutputsWant_isComputedOnce() {
    Phases phases = phases(BARS.measure(RANK.as("rank"), MEAN), BARS.measure(MEAN.as("adv"), RANK));
    assertThat(phases.wanted()).isEqualTo(List.of(RANK, MEAN));
    assertThat(phases.passes()).isEqualTo(List.of(List.of(RANK)));
  }

  @Test
  void flagsAndAnomalies_areWantedAfterWhatIsMeasured() {
    assertThat(phases(BARS.measure(MEAN).flag(MEAN.atLeast(2)).anomalies()).wanted())
        .isEqualTo(List.of(MEAN, MEAN.atLeast(2)));
  }

  @Test
  void marketAndLeaderboard_wantWhatTheyAreComputedFrom() {
    assertThat(phases(BARS.market(total(VOLUME), CrossSection.mean(MEAN))).wanted())
        .isEqualTo(List.of(VOLUME, MEAN));
    assertThat(phases(BARS.leaderboard(CLOSE.max(), VOLUME.atLeast(3).count())).wanted())
        .isEqualTo(List.of(CLOSE, VOLUME.atLeast(3)));
  }

  @Test
  void barsAndRejectedRows_wantNothing() {
    assertThat(phases(BARS, BARS.rejected()).wanted()).isEmpty();
  }

  @Test
  void crossSectionsOf_findsThoseThatMetricsOfDaysAreComputedFrom() {
    CrossSection<Double> mean = CrossSection.mean(VOLUME);
    assertThat(
            Phases.crossSectionsOf(
                BARS.market(total(VOLUME).as("shares"), tickerOfLargest(VOLUME))
                    .measure(mean.zScore().over(bars(5)))
                    .plan()))
        .isEqualTo(Set.of(total(VOLUME), tickerOfLargest(VOLUME), mean));
    assertThat(Phases.crossSectionsOf(BARS.measure(MEAN).plan())).isEmpty();
  }

  @Test
  void inputsOfCrossSections_comeOnce() {
    assertThat(Phases.inputsOf(List.of(total(VOLUME), tickerOfLargest(VOLUME), total(CLOSE))))
        .isEqualTo(List.<Metric<?, ?>>of(VOLUME, CLOSE));
  }

  @Test
  void lookBack_isTheLongestOfAll() {
    assertThat(Phases.lookBack(plans(BARS, BARS.measure(MEAN, MEAN.lagged(3)))))
        .isEqualTo(new LookBack.Bars(13));
    assertThat(Phases.lookBack(plans(BARS))).isEqualTo(new LookBack.Bars(0));
  }

  @Test
  void lookBackOfTheMarket_isThatOfItsOwnDaysToo() {
    assertThat(Phases.lookBack(plans(BARS.market(total(VOLUME)).measure(total(VOLUME).lagged(4)))))
        .isEqualTo(new LookBack.Bars(4));
  }

  @Test
  void requestOfAWindowOfBars_hasNoFirstDate() {
    ReadRequest request = request(BARS.between(FIRST, LAST).measure(MEAN));
    assertThat(request.from()).isEmpty();
    assertThat(request.to()).contains(LAST);
    assertThat(request(BARS.from(FIRST).measure(MEAN.mean().over(days(5)))).from()).isEmpty();
  }

  private static Optional<ReadRequest.History> history(Stage<?> stage) {
    return request(stage).history();
  }

  private static ReadRequest.History before(LocalDate date, int days, int bars) {
    return new ReadRequest.History(date, days, bars);
  }

  @Test
  void historyOfAWindowOfBars_isAsManyBars() {
    assertThat(history(BARS.between(FIRST, LAST).measure(MEAN, MEAN.lagged(3), RANK)))
        .contains(before(FIRST, 0, 13));
    assertThat(history(BARS.from(FIRST).measure(MEAN, VOLUME.mean().over(days(5)))))
        .contains(before(FIRST.minusDays(5), 0, 10));
  }

  @Test
  void historyOfTheMarketsDays_isThatOfItsTickersBeforeThem() {
    BarsStage some = BARS.between(FIRST, LAST);
    assertThat(history(some.market(CrossSection.mean(MEAN)))).contains(before(FIRST, 0, 10));
    assertThat(
            history(
                some.market(CrossSection.mean(MEAN))
                    .measure(CrossSection.mean(MEAN).zScore().over(bars(7)), total(VOLUME))))
        .contains(before(FIRST, 7, 10));
    assertThat(
            history(
                some.market(CrossSection.mean(MEAN))
                    .measure(CrossSection.mean(MEAN).mean().over(days(30)))))
        .contains(before(FIRST.minusDays(30), 0, 10));
  }

  @Test
  void historyIsNotTold_whereItCannotBeCounted() {
    BarsStage some = BARS.between(FIRST, LAST);
    assertThat(history(some.where(VOLUME.atLeast(5)).measure(MEAN))).isEmpty();
    assertThat(history(some.weekly().measure(MEAN))).isEmpty();
    assertThat(history(some.measure(VOLUME.total().over(days(5)).mean().over(bars(3))))).isEmpty();
    assertThat(
            history(
                some.market(total(VOLUME.total().over(days(5))))
                    .measure(total(VOLUME.total().over(days(5))).lagged(1))))
        .isEmpty();
    assertThat(history(some.measure(RANK.mean().over(bars(5))))).isEmpty();
    assertThat(history(some.measure(Rank.inHindsight(VOLUME.descending())))).isEmpty();
    assertThat(history(some.measure(VOLUME.smoothed(ewma(0.1)).mean()))).isEmpty();
    assertThat(history(BARS.to(LAST).measure(MEAN))).isEmpty();
    assertThat(history(some.measure(VOLUME.mean().over(days(5))))).isEmpty();
  }

  @Test
  void historyOfSeveralOutputs_isTheLongestBeforeTheFirstOfThem() {
    ReadRequest request =
        Phases.request(
            plans(
                BARS.between(FIRST, LAST).measure(MEAN),
                BARS.between(FIRST.minusDays(3), FIRST).measure(VOLUME.lagged(2)),
                BARS.between(FIRST.minusDays(9), FIRST)));
    assertThat(request.history()).contains(before(FIRST.minusDays(9), 0, 10));
    assertThat(request.to()).contains(LAST);
    assertThat(
            Phases.request(plans(BARS.between(FIRST, LAST).measure(MEAN), BARS.to(LAST))).history())
        .isEmpty();
  }

  private static Phases.Scanned scanned(Stage<?> stage, int... days) {
    return Phases.Scanned.of(plans(stage), last -> days);
  }

  private static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  @Test
  void scanned_areTheBarsThatAreLookedBackOn() {
    BarsStage some = BARS.between(FIRST, LAST);
    assertThat(scanned(some)).isEqualTo(new Phases.Scanned(day(FIRST), 0, day(LAST)));
    assertThat(scanned(some.measure(MEAN)))
        .isEqualTo(new Phases.Scanned(day(FIRST), 10, day(LAST)));
    assertThat(scanned(some.measure(VOLUME.mean().over(days(5)))))
        .isEqualTo(new Phases.Scanned(day(FIRST.minusDays(5)), 0, day(LAST)));
    assertThat(scanned(some.measure(VOLUME.cumulative())))
        .isEqualTo(Phases.Scanned.upTo(day(LAST)));
  }

  @Test
  void scanned_areTheTickersBarsBeforeTheMarketsDays() {
    Stage<?> market =
        BARS.between(FIRST, LAST)
            .market(CrossSection.mean(MEAN))
            .measure(CrossSection.mean(MEAN).lagged(2));
    assertThat(Phases.countsDays(plans(market))).isTrue();
    assertThat(Phases.countsDays(plans(BARS.from(FIRST).measure(MEAN)))).isFalse();
    assertThat(scanned(market, 7, 9, 12)).isEqualTo(new Phases.Scanned(9, 10, day(LAST)));
    assertThat(scanned(market, 7)).isEqualTo(new Phases.Scanned(Integer.MIN_VALUE, 10, day(LAST)));
  }

  @Test
  void scanned_dropsTheBarsThatNothingLooksBackOn() {
    BarColumns bars = SmallSeries.bars(1, 1, 1, 1, 1, 1, 1, 1, 1); // of the days 0 to 8
    new Phases.Scanned(6, 1, 7).drop(bars);
    assertThat(Arrays.copyOf(bars.epochDays(), bars.size())).containsExactly(5, 6, 7);
    new Phases.Scanned(8, 2, 9).drop(bars);
    assertThat(bars.size()).isZero();
  }

  private static int firstComparedDay(Stage<?> stage) {
    List<PlanNode<?>> plans = plans(stage);
    return Phases.of(plans)
        .firstComparedDay(plans, Phases.Scanned.of(plans, last -> new int[] {5}));
  }

  @Test
  void firstComparedDay_isTheFirstThatIsPublished_unlessComparisonsAreLookedBackOn() {
    BarsStage some = BARS.between(FIRST, LAST);
    assertThat(firstComparedDay(some.measure(RANK, MEAN))).isEqualTo(day(FIRST));
    assertThat(firstComparedDay(some.market(CrossSection.mean(MEAN)))).isEqualTo(day(FIRST));
    assertThat(firstComparedDay(some.measure(RANK.lagged(1)))).isEqualTo(Integer.MIN_VALUE);
    assertThat(firstComparedDay(some.measure(Demeaned.acrossTickers(MEAN), MEAN.lagged(1))))
        .isEqualTo(Integer.MIN_VALUE);
    assertThat(firstComparedDay(some.market(total(VOLUME)).measure(total(VOLUME).lagged(1))))
        .isEqualTo(5);
    assertThat(
            firstComparedDay(
                some.market(total(VOLUME)).measure(total(VOLUME).mean().over(days(3)))))
        .isEqualTo(day(FIRST.minusDays(3)));
  }

  @Test
  void requestOfAWindowOfTime_reachesBackToItsFirstDay() {
    assertThat(request(BARS.from(FIRST).measure(VOLUME.mean().over(days(90)))).from())
        .contains(FIRST.minusDays(90));
    LocalDate monday = LocalDate.of(2020, 11, 30);
    assertThat(request(BARS.from(monday).measure(VOLUME.mean().over(sessions(3).on(NYSE)))).from())
        .contains(LocalDate.of(2020, 11, 24));
  }

  @Test
  void requestWithoutLookBack_beginsWithTheFirstDate() {
    assertThat(request(BARS.between(FIRST, LAST)).from()).contains(FIRST);
  }

  @Test
  void requestThatNeedsAllPast_hasNoFirstDate() {
    assertThat(request(BARS.from(FIRST).measure(VOLUME.smoothed(ewma(0.1)).mean())).from())
        .isEmpty();
  }

  @Test
  void requestOfAllDates_hasNoBounds() {
    ReadRequest request = request(BARS.measure(MEAN));
    assertThat(request.from()).isEmpty();
    assertThat(request.to()).isEmpty();
  }

  @Test
  void adjustsForSplits_ifTheBarsOrAFieldAreAdjusted() {
    BarsStage raw = BARS.inBasis(Basis.RAW);
    assertThat(adjustsForSplits(raw.splitAdjusted())).isTrue();
    assertThat(adjustsForSplits(raw.measure(VOLUME.splitAdjusted().lagged(1)))).isTrue();
    assertThat(adjustsForSplits(raw.measure(VOLUME.raw()))).isFalse();
  }

  @Test
  void adjustsForSplits_notIfTheBarsAreAdjustedAlready() {
    BarsStage adjusted = BARS.inBasis(Basis.SPLIT_ADJUSTED);
    assertThat(adjustsForSplits(adjusted.splitAdjusted())).isFalse();
    assertThat(adjustsForSplits(adjusted.measure(VOLUME.splitAdjusted()))).isFalse();
  }

  private static boolean adjustsForSplits(Stage<?> stage) {
    return Phases.adjustsForSplits(plans(stage));
  }
}
