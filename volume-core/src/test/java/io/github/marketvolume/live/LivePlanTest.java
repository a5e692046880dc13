package io.github.marketvolume.live;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.group.Grouping;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.quality.BarRules;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session refuses to compute, when its plan is made. */
class LivePlanTest {

  private static final BarsStage PRICES = BarsStage.from(InMemoryBars.of());

  static Stream<Arguments> refused() {
    BarsStage raw = PRICES.inBasis(Basis.RAW);
    return Stream.of(
        Arguments.of(
            PRICES.leaderboard(VOLUME.max()),
            "a leaderboard sums up all days, and is not known before the last one; run it over the"
                + " bars instead"),
        Arguments.of(
            PRICES.measure(Rank.inHindsight(VOLUME.descending())),
            "rank of volume, largest first, in hindsight over the whole series: it looks at later"
                + " days, so it is not known when a day is closed; leave it out of a session"),
        Arguments.of(
            PRICES.market(total(VOLUME)).measure(Rank.inHindsight(total(VOLUME).descending())),
            "measure total_volume_rank_in_hindsight: rank of total volume, largest first, in"
                + " hindsight over the whole series: it looks at later days, so it is not known"
                + " when a day is closed; leave it out of a session"),
        Arguments.of(
            raw.splitAdjusted().measure(VOLUME.mean().over(bars(2))),
            "bars that are adjusted for splits change with later splits, so it is not known when a"
                + " day is closed; leave it out of a session"),
        Arguments.of(
            raw.measure(CLOSE.splitAdjusted()),
            "split-adjusted close: later splits restate it, so it is not known when a day is"
                + " closed; leave it out of a session"),
        Arguments.of(
            PRICES.weekly(),
            "bars of a week are made of several days, so it is not known when a day is closed;"
                + " leave it out of a session"),
        Arguments.of(
            PRICES.groupedBy(Grouping.of("sector", Map.of("AAA", "Banks"))).market(total(VOLUME)),
            "a table of groups (sector) may change what any day has, so it is not known when a day"
                + " is closed; leave it out of a session"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsNotKnownWhenADayIsClosed_isRefused(Stage<?> stage, String message) {
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> LivePlan.of(stage))
        .withMessage(message);
  }

  @Test
  void scoresOfSplitAdjustedVolumes_areRefusedOnlyByTheirLevels() {
    assertThat(LivePlan.of(PRICES.inBasis(Basis.RAW).measure(VOLUME.raw())).stages()).hasSize(1);
  }

  @Test
  void noStage_isRefused() {
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> LivePlan.of())
        .withMessage("a session has no stage; give those whose rows you want");
  }

  @Test
  void stagesOfDifferentRules_areRefused() {
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(
            () -> LivePlan.of(PRICES, PRICES.checkedBy(BarRules.standard().withoutLimits())))
        .withMessage(
            "the stages of a session are of different sources, as-of dates or rules; open a session"
                + " for each");
  }

  @Test
  void fewerThanNoDays_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LivePlan.of(PRICES).correctingLast(-1))
        .withMessage("a session cannot correct its last -1 days; give 0 or more");
  }
}
