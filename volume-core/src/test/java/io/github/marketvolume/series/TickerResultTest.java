package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.bars;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scan computed of one ticker. */
class TickerResultTest {

  private static final TickerResult RESULT =
      new TickerResult(
          "A",
          bars(5, 6, 7),
          1,
          3,
          new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}},
          new long[][] {null, {4, 5, 6}, null});

  @Test
  void select_keepsTheseColumnsInThisOrder() {
    TickerResult selected = RESULT.select(new int[] {2, 1});
    assertThat(selected.values()).isDeepEqualTo(new double[][] {{7, 8, 9}, {4, 5, 6}});
    assertThat(selected.wholes()).isDeepEqualTo(new long[][] {null, {4, 5, 6}});
  }

  @Test
  void select_isOfTheSamePublishedBars() {
    TickerResult selected = RESULT.select(new int[0]);
    assertThat(selected.ticker()).isEqualTo("A");
    assertThat(selected.bars()).isSameAs(RESULT.bars());
    assertThat(selected.from()).isOne();
    assertThat(selected.to()).isEqualTo(3);
    assertThat(selected.values()).isEmpty();
  }

  @Test
  void rows_areThoseOfTheBarsAndTheColumns() {
    TickerResult some = RESULT.rows(new int[] {0, 2});
    assertThat(some.from()).isZero();
    assertThat(some.to()).isEqualTo(2);
    assertThat(some.values()).isDeepEqualTo(new double[][] {{1, 3}, {4, 6}, {7, 9}});
    assertThat(some.wholes()).isDeepEqualTo(new long[][] {null, {4, 6}, null});
    assertThat(some.columns(List.of(VOLUME.log(), VOLUME.lagged(1), VOLUME.cumulative())))
        .satisfies(columns -> assertThat(columns.get(VOLUME)).containsExactly(5, 7));
    assertThat(RESULT.bars().size()).isEqualTo(3);
  }

  @Test
  void columns_goByMetric() {
    SeriesColumns columns =
        RESULT.columns(List.of(VOLUME.log(), VOLUME.lagged(1), VOLUME.cumulative()));
    assertThat(columns.get(VOLUME.log())).containsExactly(1, 2, 3);
    assertThat(columns.get(VOLUME.lagged(1))).containsExactly(4, 5, 6);
    assertThat(columns.wholes(VOLUME.lagged(1))).containsExactly(4, 5, 6);
    assertThat(columns.wholes(VOLUME.cumulative())).isNull();
  }

  @Test
  void columns_haveTheFieldsAndThePublishedRowsOfTheBars() {
    SeriesColumns columns =
        RESULT.columns(List.of(VOLUME.log(), VOLUME.lagged(1), VOLUME.cumulative()));
    assertThat(columns.get(VOLUME)).startsWith(5, 6, 7);
    assertThat(columns.get(CLOSE)).startsWith(Double.NaN);
    assertThat(columns.publishedFrom()).isOne();
    assertThat(columns.publishedTo()).isEqualTo(3);
  }
}
