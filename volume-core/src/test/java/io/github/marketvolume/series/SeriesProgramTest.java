package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which steps compute some metrics, in which order. */
class SeriesProgramTest {

  private static SeriesProgram program(Metric<?, ?>... metrics) {
    return new SeriesProgram(List.of(metrics));
  }

  @Test
  void metricsOfOneSeriesAndWindow_shareAStep() {
    assertThat(
            program(
                    VOLUME.mean().over(bars(5)),
                    VOLUME.max().over(bars(5)),
                    VOLUME.zScore().over(bars(5)))
                .startSteps())
        .hasSize(1);
    assertThat(program(VOLUME.mean().over(bars(5)), VOLUME.mean().over(bars(6))).startSteps())
        .hasSize(2);
  }

  @Test
  void oneMetricUnderTwoNames_isComputedOnce() {
    SeriesProgram program = program(VOLUME.log(), VOLUME.log().as("ln"));
    assertThat(program.startSteps()).hasSize(1);
    assertThat(program.fingerprint()).isEqualTo(program(VOLUME.log()).fingerprint());
  }

  @Test
  void inputs_areComputedBeforeWhatNeedsThem() {
    assertThat(program(VOLUME.log().mean().over(bars(2)).atLeast(1)).startSteps())
        .hasExactlyElementsOfTypes(PointwiseStep.class, WindowStep.class, FlagStep.class);
  }

  @Test
  void inputOfSeveralMetrics_isComputedOnce() {
    assertThat(program(VOLUME.log().lagged(1), VOLUME.log().cumulative()).startSteps())
        .hasExactlyElementsOfTypes(PointwiseStep.class, LagStep.class, CumulativeStep.class);
  }

  @Test
  void fieldsAndConstants_needNoStep() {
    assertThat(program(VOLUME, CLOSE).startSteps()).isEmpty();
    assertThat(program(VOLUME.plus(1)).startSteps()).hasSize(1);
  }

  @Test
  void ranksAcrossTickers_areGiven() {
    Rank<Bar> rank = Rank.acrossTickers(VOLUME.descending());
    SeriesColumns columns = volumes(7, 8, 9).put(rank, new double[] {3, NaN, 2});
    program(rank.lagged(1)).start().advance(columns, 0, 3);
    assertThat(columns.get(rank.lagged(1))).containsExactly(NaN, 3, NaN);
  }

  @Test
  void isGiven_isOfWhatComparesTickers() {
    assertThat(
            List.of(
                Rank.acrossTickers(VOLUME.descending()),
                Demeaned.acrossTickers(VOLUME),
                CrossSection.total(VOLUME),
                CrossSection.tickerOfLargest(VOLUME)))
        .allMatch(SeriesProgram::isGiven);
    assertThat(
            List.of(
                VOLUME,
                VOLUME.log(),
                Rank.inHindsight(VOLUME.descending()),
                Rank.trailing(VOLUME.descending(), bars(5))))
        .noneMatch(SeriesProgram::isGiven);
  }

  @Test
  void fingerprint_isOfDefinitions() {
    assertThat(program(VOLUME.log().as("ln"), VOLUME.lagged(1)).fingerprint())
        .isEqualTo(program(VOLUME.log(), VOLUME.lagged(1)).fingerprint())
        .isNotEqualTo(program(VOLUME.log(), VOLUME.lagged(2)).fingerprint())
        .isNotEqualTo(program(VOLUME.log()).fingerprint());
  }

  @Test
  void hindsight_isDescribed() {
    assertThat(program(VOLUME.log(), Rank.inHindsight(VOLUME.ascending())).hindsight())
        .isEqualTo("rank of volume, smallest first, in hindsight over the whole series");
    assertThat(program(VOLUME.log()).hindsight()).isNull();
  }
}
