package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A one-sided CUSUM. */
class CusumStepTest {

  @Test
  void sum_isOfWhatIsAboveTheAllowance_andNeverBelowZero() {
    assertThat(compute(VOLUME.cusumUp(1, 100), volumes(3, 2, -9, 4))).containsExactly(2, 3, 0, 3);
  }

  @Test
  void sumDown_isOfWhatIsBelowItsNegative() {
    assertThat(compute(VOLUME.cusumDown(1, 100), volumes(3, -2, -3, 4)))
        .containsExactly(0, 1, 3, 0);
  }

  @Test
  void sumOfTheDecisionInterval_isShown_andTheNextStartsFromZero() {
    assertThat(compute(VOLUME.cusumUp(1, 4), volumes(3, 3, 3, 8, 2)))
        .containsExactly(2, 4, 2, 9, 1);
  }

  @Test
  void missingValue_isSkippedAndHasNoSum() {
    assertThat(compute(VOLUME.cusumUp(1, 4), volumes(3, NaN, 3, NaN, 3)))
        .containsExactly(2, NaN, 4, NaN, 2);
  }

  @Test
  void resumed_goesOnWithTheSum() {
    for (int cut = 1; cut < 5; cut++) {
      assertThat(computeInTwo(VOLUME.cusumUp(1, 4), volumes(3, 3, 3, 8, 2), cut))
          .as("cut before row %d", cut)
          .containsExactly(2, 4, 2, 9, 1);
    }
  }
}
