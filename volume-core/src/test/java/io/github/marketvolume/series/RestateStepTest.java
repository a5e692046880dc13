package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.SPLIT_COEFFICIENT;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A field in a basis of its own; on the last day below, four new shares come for an old one. */
class RestateStepTest {

  private static SeriesColumns split() {
    return volumes(100, NaN, 400)
        .put(CLOSE, new double[] {40, 44, 10})
        .put(SPLIT_COEFFICIENT, new double[] {NaN, NaN, 4});
  }

  @Test
  void adjustedVolume_isMultipliedByLaterSplits() {
    assertThat(compute(VOLUME.splitAdjusted(), split())).containsExactly(400, NaN, 400);
  }

  @Test
  void adjustedPrice_isDividedByLaterSplits() {
    assertThat(compute(CLOSE.splitAdjusted(), split())).containsExactly(10, 11, 10);
  }

  @Test
  void rawField_isThatOfTheBars() {
    assertThat(compute(VOLUME.raw(), split())).containsExactly(100, NaN, 400);
  }

  @Test
  void fieldOfTheBars_staysAsItIs() {
    SeriesColumns columns = split();
    compute(VOLUME.splitAdjusted(), columns);
    assertThat(columns.get(VOLUME)).containsExactly(100, NaN, 400);
  }

  @Test
  void adjustedField_isHindsight_andRawOneIsNot() {
    assertThat(new RestateStep(VOLUME.splitAdjusted()).isHindsight()).isTrue();
    assertThat(new RestateStep(VOLUME.raw()).isHindsight()).isFalse();
  }
}
