package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.metric.Smoothing;
import org.junit.jupiter.api.Test;

/** What is read off an exponentially weighted baseline. */
class SmoothingStepTest {

  /** The first three values, 1, 2 and 3 below, start it with the mean 2 and the deviation 1. */
  private static final Smoothing SMOOTHING = ewma(0.5).startingAfter(3);

  @Test
  void mean_isThatBeforeTheRow() {
    assertThat(compute(VOLUME.smoothed(SMOOTHING).mean(), volumes(1, 2, 3, 6, 8)))
        .containsExactly(NaN, NaN, NaN, 2, 4);
  }

  @Test
  void meanIncludingCurrent_isThatAfterTheRow() {
    assertThat(
            compute(VOLUME.smoothed(SMOOTHING.includingCurrent()).mean(), volumes(1, 2, 3, 6, 8)))
        .containsExactly(NaN, NaN, 2, 4, 6);
  }

  @Test
  void score_isTheDistanceFromTheMeanInDeviations() {
    assertThat(compute(VOLUME.smoothed(SMOOTHING).score(), volumes(1, 2, 3, 6)))
        .containsExactly(NaN, NaN, NaN, 4);
  }

  @Test
  void missingValue_changesNothing() {
    assertThat(compute(VOLUME.smoothed(SMOOTHING).deviation(), volumes(1, NaN, 2, 3, NaN, 6)))
        .containsExactly(NaN, NaN, NaN, NaN, 1, 1);
  }

  @Test
  void scoreOfAMissingValue_isMissing() {
    assertThat(compute(VOLUME.smoothed(SMOOTHING).score(), volumes(1, 2, 3, NaN, 3)))
        .containsExactly(NaN, NaN, NaN, NaN, 1);
  }

  @Test
  void resumed_goesOnWithItsBaseline() {
    for (int cut = 1; cut < 5; cut++) {
      assertThat(computeInTwo(VOLUME.smoothed(SMOOTHING).mean(), volumes(1, 2, 3, 6, 8), cut))
          .as("cut before row %d", cut)
          .containsExactly(NaN, NaN, NaN, 2, 4);
    }
  }

  @Test
  void recipe_isOneForAllThatIsReadOffABaseline() {
    assertThat(SmoothingStep.recipe(VOLUME.smoothed(SMOOTHING).mean()))
        .isEqualTo(SmoothingStep.recipe(VOLUME.as("shares").smoothed(SMOOTHING).score()))
        .isNotEqualTo(SmoothingStep.recipe(VOLUME.smoothed(SMOOTHING.includingCurrent()).mean()));
  }
}
