package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Constant;
import org.junit.jupiter.api.Test;

/** Arithmetic on the values of one row. */
class PointwiseStepTest {

  @Test
  void operands_areTakenInTheirOrder() {
    SeriesColumns columns = volumes(2, 4).put(CLOSE, new double[] {6, 2});
    assertThat(compute(CLOSE.minus(VOLUME), columns)).containsExactly(4, -2);
    assertThat(compute(CLOSE.dividedBy(VOLUME), columns)).containsExactly(3, 0.5);
  }

  @Test
  void missingOperand_makesTheResultMissing() {
    SeriesColumns columns = volumes(2, NaN, 4).put(CLOSE, new double[] {NaN, 3, 5});
    assertThat(compute(CLOSE.times(VOLUME), columns)).containsExactly(NaN, NaN, 20);
  }

  @Test
  void constant_isTheSameOnEveryRow() {
    assertThat(compute(VOLUME.minus(1), volumes(1, 2, 3))).containsExactly(0, 1, 2);
    assertThat(compute(Constant.<Bar>of(6).dividedBy(VOLUME), volumes(1, 2, 3)))
        .containsExactly(6, 3, 2);
  }

  @Test
  void orElse_fillsInWhereTheFirstIsMissing() {
    assertThat(compute(VOLUME.orElse(9), volumes(1, NaN, 3))).containsExactly(1, 9, 3);
  }

  @Test
  void operationOfOneOperand_needsNoOther() {
    assertThat(compute(VOLUME.log(), volumes(1, NaN))).containsExactly(0, NaN);
    assertThat(compute(VOLUME.minus(2).abs(), volumes(1, 5))).containsExactly(1, 3);
  }

  @Test
  void rowsOutsideTheRange_stayAsTheyAre() {
    SeriesColumns columns = volumes(1, 2, 3);
    new PointwiseStep(VOLUME.plus(1)).advance(columns, 1, 2);
    assertThat(columns.get(VOLUME.plus(1))).containsExactly(0, 3, 0);
  }
}
