package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static io.github.marketvolume.series.SmallSeries.wholeVolumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The value of some rows before. */
class LagStepTest {

  private static final long BIG = (1L << 53) + 1;

  @Test
  void lag_isOfSoManyRowsBefore() {
    assertThat(compute(VOLUME.lagged(2), volumes(1, 2, 3, 4, 5)))
        .containsExactly(NaN, NaN, 1, 2, 3);
  }

  @Test
  void missingValue_isMissingLater() {
    assertThat(compute(VOLUME.lagged(1), volumes(1, NaN, 3))).containsExactly(NaN, 1, NaN);
  }

  @Test
  void longs_areLaggedExactly() {
    SeriesColumns columns = wholeVolumes(BIG, 5, Wholes.MISSING, 7);
    assertThat(compute(VOLUME.lagged(1), columns)).containsExactly(NaN, BIG - 1, 5, NaN);
    assertThat(columns.wholes(VOLUME.lagged(1)))
        .containsExactly(Wholes.MISSING, BIG, 5, Wholes.MISSING);
  }

  @Test
  void longsThatComeLater_leaveTheRowsBeforeAsTheyWere() {
    Metric<Bar, Long> lagged = VOLUME.lagged(3);
    SeriesRun run = new SeriesProgram(List.of(lagged)).start();
    run.advance(volumes(1, 2), 0, 2);
    SeriesColumns later = wholeVolumes(BIG, 4, 5, 6);
    run.advance(later, 0, 4);
    assertThat(later.get(lagged)).containsExactly(NaN, 1, 2, BIG - 1);
    assertThat(later.wholes(lagged)[3]).isEqualTo(BIG);
  }

  @Test
  void resumed_goesOnWithTheRowsBefore() {
    for (int cut = 1; cut < 5; cut++) {
      assertThat(computeInTwo(VOLUME.lagged(2), volumes(1, 2, NaN, 4, 5), cut))
          .as("cut before row %d", cut)
          .containsExactly(NaN, NaN, 1, 2, NaN);
    }
  }

  @Test
  void resumedAmongLongs_goesOnWithTheLongs() {
    SeriesColumns columns = wholeVolumes(BIG, 2, 3);
    computeInTwo(VOLUME.lagged(2), columns, 2);
    assertThat(columns.wholes(VOLUME.lagged(2))[2]).isEqualTo(BIG);
  }
}
