package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static io.github.marketvolume.series.SmallSeries.wholeVolumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Volumes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Statistics of whole series. */
class SummariesTest {

  private static @Nullable Object summarize(SeriesSummary<?, ?> summary, SeriesColumns columns) {
    return Summaries.summarize(summary, columns, Volumes.WHOLE);
  }

  private static final long BIG = 1L << 53;

  @Test
  void summary_isOfThePublishedRows() {
    assertThat(summarize(VOLUME.total(), volumes(1, 2, 4, 8).published(1, 3))).isEqualTo(6L);
    assertThat(summarize(VOLUME.max(), volumes(1, 2, 4, 8).published(1, 3))).isEqualTo(4L);
  }

  @Test
  void summary_isOfTheStatisticsType() {
    assertThat(summarize(VOLUME.mean(), volumes(1, 3))).isEqualTo(2.0);
    assertThat(summarize(VOLUME.count(), volumes(1, 3))).isEqualTo(2L);
  }

  @Test
  void missingValues_areSkipped() {
    assertThat(summarize(VOLUME.mean(), volumes(1, NaN, 3))).isEqualTo(2.0);
    assertThat(summarize(VOLUME.count(), volumes(1, NaN, 3))).isEqualTo(2L);
  }

  @Test
  void seriesWithoutValues_hasNoSummary() {
    assertThat(summarize(VOLUME.total(), volumes(NaN, NaN))).isNull();
    assertThat(summarize(VOLUME.total(), volumes(1, 2).published(2, 2))).isNull();
  }

  @Test
  void numberOfValues_isZeroWhereThereAreNone() {
    assertThat(summarize(VOLUME.count(), volumes(NaN, NaN))).isEqualTo(0L);
    assertThat(summarize(VOLUME.count(), volumes(1, 2).published(2, 2))).isEqualTo(0L);
  }

  @Test
  void undefinedStatistic_isMissing() {
    assertThat(summarize(VOLUME.standardDeviation(), volumes(5))).isNull();
  }

  @Test
  void totalThatNoDoubleHolds_isExact() {
    assertThat(summarize(VOLUME.total(), volumes(9, BIG - 1, 2).published(1, 3)))
        .isEqualTo(BIG + 1);
  }

  @Test
  void longs_areSummarizedExactly() {
    SeriesColumns columns = wholeVolumes(9, BIG + 1, BIG + 3, BIG + 5).published(1, 3);
    assertThat(summarize(VOLUME.min(), columns)).isEqualTo(BIG + 1);
    assertThat(summarize(VOLUME.max(), columns)).isEqualTo(BIG + 3);
    assertThat(summarize(VOLUME.total(), columns)).isEqualTo(2 * BIG + 4);
  }

  @Test
  void totalThatNoLongHolds_isMissing() {
    assertThat(summarize(VOLUME.total(), wholeVolumes(Long.MAX_VALUE, 1))).isNull();
  }
}
