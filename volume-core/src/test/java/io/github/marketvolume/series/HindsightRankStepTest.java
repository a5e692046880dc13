package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static io.github.marketvolume.series.SmallSeries.wholeVolumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.kernel.Ranking.Ties;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Rank;
import org.junit.jupiter.api.Test;

/** The rank among all published rows. */
class HindsightRankStepTest {

  private static final Rank<Bar> LARGEST_FIRST = Rank.inHindsight(VOLUME.descending());

  @Test
  void laterRows_takePart() {
    assertThat(compute(LARGEST_FIRST, volumes(1, 3, 2))).containsExactly(3, 1, 2);
    assertThat(compute(Rank.inHindsight(VOLUME.ascending()), volumes(1, 3, 2)))
        .containsExactly(1, 3, 2);
  }

  @Test
  void unpublishedRows_haveNoRankAndTakeNone() {
    assertThat(compute(LARGEST_FIRST, volumes(9, 1, 3, 8).published(1, 3)))
        .containsExactly(NaN, 2, 1, NaN);
  }

  @Test
  void missingValue_hasNoRankAndTakesNone() {
    assertThat(compute(LARGEST_FIRST, volumes(1, NaN, 2))).containsExactly(2, NaN, 1);
  }

  @Test
  void equalValues_followTheRuleForTies() {
    assertThat(compute(LARGEST_FIRST, volumes(5, 5, 1))).containsExactly(1, 1, 3);
    assertThat(compute(LARGEST_FIRST.ties(Ties.DENSE), volumes(5, 5, 1))).containsExactly(1, 1, 2);
  }

  @Test
  void longsThatAreOneDouble_areToldApart() {
    long big = 1L << 53;
    assertThat(compute(LARGEST_FIRST, wholeVolumes(big, big + 1, Wholes.MISSING)))
        .containsExactly(2, 1, NaN);
  }

  @Test
  void step_isHindsight() {
    assertThat(new HindsightRankStep(LARGEST_FIRST).isHindsight()).isTrue();
  }
}
