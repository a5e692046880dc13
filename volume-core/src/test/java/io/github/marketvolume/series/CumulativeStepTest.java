package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A running sum, and a CUSUM. */
class CumulativeStepTest {

  @Test
  void sum_isOfAllRowsUpToTheRow() {
    assertThat(compute(VOLUME.cumulative(), volumes(1, 2, 3))).containsExactly(1, 3, 6);
  }

  @Test
  void missingValue_isSkippedAndHasNoSum() {
    assertThat(compute(VOLUME.cumulative(), volumes(1, NaN, 3))).containsExactly(1, NaN, 4);
  }

  @Test
  void sumFromADate_beginsOnThatDate() {
    assertThat(compute(VOLUME.cumulativeFrom(LocalDate.ofEpochDay(1)), volumes(1, 2, 3)))
        .containsExactly(NaN, 2, 5);
  }

  @Test
  void smallValue_isNotLostBesideALargeOne() {
    assertThat(compute(VOLUME.cumulative(), volumes(1e16, 1, -1e16))[2]).isEqualTo(1);
  }

  @Test
  void sumOutOfRange_isMissingUntilItIsBack() {
    assertThat(compute(VOLUME.cumulative(), volumes(8e99, 8e99, -8e99)))
        .containsExactly(8e99, NaN, 8e99);
  }

  @Test
  void resumed_goesOnWithTheSumToTheLastBit() {
    assertThat(computeInTwo(VOLUME.cumulative(), volumes(1e16, 1, -1e16), 2)[2]).isEqualTo(1);
  }

  @Test
  void cusum_isOfWhatIsAboveTheAllowance_andNeverBelowZero() {
    assertThat(compute(VOLUME.cusumUp(1, 100), volumes(3, 2, -9, 4))).containsExactly(2, 3, 0, 3);
  }

  @Test
  void cusumDown_isOfWhatIsBelowItsNegative() {
    assertThat(compute(VOLUME.cusumDown(1, 100), volumes(3, -2, -3, 4)))
        .containsExactly(0, 1, 3, 0);
  }

  @Test
  void cusumOfTheDecisionInterval_isShown_andTheNextStartsFromZero() {
    assertThat(compute(VOLUME.cusumUp(1, 4), volumes(3, 3, 3, 8, 2)))
        .containsExactly(2, 4, 2, 9, 1);
  }

  @Test
  void missingValue_isSkippedAndHasNoCusum() {
    assertThat(compute(VOLUME.cusumUp(1, 4), volumes(3, NaN, 3, NaN, 3)))
        .containsExactly(2, NaN, 4, NaN, 2);
  }

  @Test
  void resumed_goesOnWithTheCusum() {
    for (int cut = 1; cut < 5; cut++) {
      assertThat(computeInTwo(VOLUME.cusumUp(1, 4), volumes(3, 3, 3, 8, 2), cut))
          .as("cut before row %d", cut)
          .containsExactly(2, 4, 2, 9, 1);
    }
  }
}
