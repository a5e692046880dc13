package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static io.github.marketvolume.series.SmallSeries.wholeVolumes;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Volumes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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

  private static final List<SeriesSummary<?, ?>> RUNNING =
      List.of(
          VOLUME.total(),
          VOLUME.mean(),
          VOLUME.standardDeviation(),
          VOLUME.min(),
          VOLUME.max(),
          VOLUME.count(),
          LOG_VOLUME.total(),
          LOG_VOLUME.mean(),
          LOG_VOLUME.standardDeviation(),
          LOG_VOLUME.min(),
          LOG_VOLUME.max(),
          LOG_VOLUME.count());

  /** Volumes as they are read: missing, small, and beyond the whole numbers of a double. */
  @Provide
  Arbitrary<List<Long>> anyVolumes() {
    return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(Wholes.MISSING)),
            Tuple.of(4, Arbitraries.longs().between(0, 1_000)),
            Tuple.of(2, Arbitraries.longs().between(BIG - 3, BIG + 3)),
            Tuple.of(1, Arbitraries.longs().between(0, Long.MAX_VALUE)))
        .list()
        .ofMaxSize(40);
  }

  /** Some rows, as a scan hands them over: with longs only if a double holds less than they do. */
  private static SeriesColumns columns(List<Long> volumes) {
    long[] wholes = volumes.stream().mapToLong(Long::longValue).toArray();
    SeriesColumns exact = wholeVolumes(wholes);
    boolean isBeyondDoubles =
        volumes.stream().anyMatch(volume -> volume != Wholes.MISSING && Wholes.isInexact(volume));
    double[] numbers = exact.get(VOLUME);
    SeriesColumns columns = isBeyondDoubles ? exact : volumes(numbers);
    return columns.put(LOG_VOLUME, Arrays.stream(numbers).map(v -> Math.log(1 + v)).toArray());
  }

  @Property(tries = 1000)
  void runningSummary_isThatOfAllRowsAtATime_whateverTheBlocks(
      @ForAll("anyVolumes") List<Long> volumes,
      @ForAll @Size(max = 5) List<@IntRange(max = 40) Integer> cuts,
      @ForAll boolean isKeptBetween)
      throws IOException {
    for (SeriesSummary<?, ?> summary : RUNNING) {
      for (Volumes of : Volumes.values()) {
        Summaries.Running running = new Summaries.Running(summary, of);
        int reached = 0;
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(volumes.size());
        for (int end : ends.stream().map(cut -> Math.min(cut, volumes.size())).sorted().toList()) {
          running.add(columns(volumes.subList(reached, end)));
          reached = end;
          if (isKeptBetween) {
            running = again(running, summary, of);
          }
        }
        assertThat(running.result())
            .as(summary.describe() + " of " + of)
            .isEqualTo(Summaries.summarize(summary, columns(volumes), of));
      }
    }
  }

  private static Summaries.Running again(
      Summaries.Running running, SeriesSummary<?, ?> summary, Volumes volumes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    running.write(new DataOutputStream(bytes));
    Summaries.Running again = new Summaries.Running(summary, volumes);
    again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    return again;
  }

  @Test
  void runningSummary_isOfThePublishedRows() {
    Summaries.Running running = new Summaries.Running(VOLUME.total(), Volumes.WHOLE);
    running.add(volumes(1, 2, 4, 8).published(1, 3));
    running.add(volumes(16, 32).published(2, 2));
    assertThat(running.result()).isEqualTo(6L);
  }

  @Test
  void statisticThatNeedsAllRows_isNotRunning() {
    assertThat(Summaries.isRunning(VOLUME.median().statistic())).isFalse();
    assertThat(Summaries.isRunning(VOLUME.mad().statistic())).isFalse();
    assertThat(Summaries.isRunning(VOLUME.quantile(0.5).statistic())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Summaries.Running(VOLUME.median(), Volumes.WHOLE))
        .withMessage("median of volume needs all rows at a time");
  }
}
