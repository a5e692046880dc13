package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static io.github.marketvolume.series.SmallSeries.wholeVolumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import org.junit.jupiter.api.Test;

/** What is read off a window that slides over a series. */
class WindowStepTest {

  /** The first whole number whose successor no double holds. */
  private static final long BIG = 1L << 53;

  @Test
  void window_endsBeforeTheRow() {
    assertThat(compute(VOLUME.total().over(bars(2)), volumes(1, 2, 3, 4)))
        .containsExactly(NaN, NaN, 3, 5);
  }

  @Test
  void windowIncludingCurrent_endsWithTheRow() {
    assertThat(compute(VOLUME.total().over(bars(2).includingCurrent()), volumes(1, 2, 3, 4)))
        .containsExactly(NaN, 3, 5, 7);
  }

  @Test
  void missingValue_takesAPlaceInTheWindow() {
    assertThat(compute(VOLUME.total().over(bars(2)), volumes(1, 2, NaN, 4, 5, 6)))
        .containsExactly(NaN, NaN, 3, NaN, NaN, 9);
  }

  @Test
  void requiring_isContentWithFewerValues() {
    assertThat(compute(VOLUME.total().over(bars(2).requiring(1)), volumes(1, NaN, NaN, 4, 5)))
        .containsExactly(NaN, 1, 1, NaN, 4);
  }

  @Test
  void score_holdsTheRowAgainstTheWindowBefore() {
    assertThat(compute(VOLUME.ratioToMean().over(bars(2)), volumes(1, 3, 4, 7)))
        .containsExactly(NaN, NaN, 2, 2);
  }

  @Test
  void scoreOfAMissingValue_isMissing() {
    assertThat(compute(VOLUME.ratioToMean().over(bars(1)), volumes(2, NaN, 3)))
        .containsExactly(NaN, NaN, NaN);
  }

  @Test
  void trailingRank_isAmongTheLastRows() {
    Rank<Bar> rank = Rank.trailing(VOLUME.descending(), bars(3).requiring(1));
    assertThat(compute(rank, volumes(5, 7, 6, 1, NaN, 2))).containsExactly(1, 1, 2, 3, NaN, 1);
  }

  @Test
  void trailingRank_followsTheRuleForTies() {
    Rank<Bar> rank = Rank.trailing(VOLUME.descending(), bars(4));
    assertThat(compute(rank, volumes(9, 9, 5, 5))).containsExactly(NaN, NaN, NaN, 3);
    assertThat(compute(rank.ties(Ties.DENSE), volumes(9, 9, 5, 5)))
        .containsExactly(NaN, NaN, NaN, 2);
    assertThat(compute(rank.ties(Ties.ORDINAL), volumes(9, 9, 5, 5)))
        .containsExactly(NaN, NaN, NaN, 4);
  }

  @Test
  void totalThatNoDoubleHolds_isExact() {
    SeriesColumns columns = volumes(BIG - 1, 2, 3);
    Metric<Bar, Long> total = VOLUME.total().over(bars(2).includingCurrent());
    assertThat(compute(total, columns)).containsExactly(NaN, BIG, 5);
    assertThat(columns.wholes(total)).containsExactly(Wholes.MISSING, BIG + 1, 5);
  }

  @Test
  void totalThatDoublesHold_hasNoLongsBesideIt() {
    SeriesColumns columns = volumes(1, 2);
    Metric<Bar, Long> total = VOLUME.total().over(bars(1));
    compute(total, columns);
    assertThat(columns.wholes(total)).isNull();
  }

  @Test
  void largestAndSmallestOfLongs_areExact() {
    Metric<Bar, Long> max = VOLUME.max().over(bars(2).includingCurrent());
    SeriesColumns columns = wholeVolumes(BIG, BIG + 1, BIG - 1);
    compute(max, columns);
    assertThat(columns.wholes(max)).containsExactly(Wholes.MISSING, BIG + 1, BIG + 1);
    Metric<Bar, Long> min = VOLUME.min().over(bars(2).includingCurrent());
    columns = wholeVolumes(BIG + 1, BIG + 3, BIG + 5);
    compute(min, columns);
    assertThat(columns.wholes(min)).containsExactly(Wholes.MISSING, BIG + 1, BIG + 3);
  }

  @Test
  void totalThatNoLongHolds_isMissing() {
    SeriesColumns columns = wholeVolumes(Long.MAX_VALUE, 1, 2);
    Metric<Bar, Long> total = VOLUME.total().over(bars(2).includingCurrent());
    assertThat(compute(total, columns)).containsExactly(NaN, NaN, 3);
  }

  @Test
  void trailingRank_tellsLongsApartThatAreOneDouble() {
    Rank<Bar> rank = Rank.trailing(VOLUME.ascending(), bars(2).requiring(1));
    assertThat(compute(rank, wholeVolumes(BIG, BIG + 1, BIG))).containsExactly(1, 2, 1);
  }

  @Test
  void resumed_goesOnWithItsWindow() {
    assertThat(computeInTwo(VOLUME.total().over(bars(3)), volumes(1, 2, 3, 4, 5), 2))
        .containsExactly(NaN, NaN, NaN, 6, 9);
  }

  @Test
  void resumedAmongLongs_goesOnWithTheLongs() {
    SeriesColumns columns = wholeVolumes(BIG + 1, 2, 3);
    Metric<Bar, Long> total = VOLUME.total().over(bars(2));
    computeInTwo(total, columns, 2);
    assertThat(columns.wholes(total)[2]).isEqualTo(BIG + 3);
  }

  @Test
  void recipe_isOneForAllThatIsReadOffAWindow() {
    assertThat(WindowStep.recipe(VOLUME.mean().over(bars(5))))
        .isEqualTo(WindowStep.recipe(VOLUME.as("shares").max().over(bars(5).requiring(2))))
        .isEqualTo(WindowStep.recipe(VOLUME.zScore().over(bars(5)).as("z")));
  }

  @Test
  void recipe_isAnotherForAnotherWindowOrSeries() {
    assertThat(WindowStep.recipe(VOLUME.mean().over(bars(5))))
        .isNotEqualTo(WindowStep.recipe(VOLUME.mean().over(bars(6))))
        .isNotEqualTo(WindowStep.recipe(VOLUME.mean().over(bars(5).includingCurrent())))
        .isNotEqualTo(WindowStep.recipe(CLOSE.mean().over(bars(5))));
  }
}
