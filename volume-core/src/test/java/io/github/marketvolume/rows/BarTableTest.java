package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.SmallSeries;
import io.github.marketvolume.series.TickerResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rows of one ticker, by column and as values; the bars from day 1 on are published. */
class BarTableTest {

  private static final List<BarColumn> PRICES_AND_VOLUME = BarColumn.fields().subList(0, 6);
  private static final Metric<Bar, Long> BEFORE = VOLUME.total().over(bars(1)).as("before");
  private static final Flag<Bar> HIGH = VOLUME.atLeast(7).as("high");
  private static final List<Metric<?, ?>> SCANNED = List.of(HIGH.definition(), BEFORE.definition());
  private static final BarTable TABLE =
      new BarTable(
          SCANNED, Volumes.WHOLE, PRICES_AND_VOLUME, false, List.of(BEFORE), List.of(HIGH), null);

  private static TickerResult scanned(long... volumes) {
    return new Scan(SCANNED, List.of(), 1, Volumes.WHOLE, List.of(), null)
        .prepare()
        .run("A", SmallSeries.bars(volumes), List.of());
  }

  private static List<Object> row(ColumnBatch batch, int row) {
    List<Object> cells = new ArrayList<>();
    for (int k = 0; k < batch.width(); k++) {
      cells.add(batch.cell(k, row));
    }
    return cells;
  }

  @Test
  void rows_areDateTickerFieldsMetricsFlags() {
    ColumnBatch batch = TABLE.rows(scanned(5, 6, 7));
    assertThat(batch.from()).isOne();
    assertThat(batch.to()).isEqualTo(3);
    assertThat(row(batch, 1)).containsExactly(1, "A", null, null, null, null, null, 6L, 5L, false);
    assertThat(row(batch, 2)).containsExactly(2, "A", null, null, null, null, null, 7L, 6L, true);
  }

  @Test
  void rows_haveTheTypesOfTheSchema() {
    ColumnBatch batch = TABLE.rows(scanned(5, 6));
    assertThat(List.of(batch.type(0), batch.type(1), batch.type(2), batch.type(7)))
        .containsExactly(ColumnType.DATE, ColumnType.TEXT, ColumnType.DOUBLE, ColumnType.LONG);
    assertThat(List.of(batch.type(8), batch.type(9)))
        .containsExactly(ColumnType.LONG, ColumnType.BOOLEAN);
  }

  @Test
  void fieldThatIsMeasured_isThatOfTheBars() {
    BarTable table =
        new BarTable(
            SCANNED,
            Volumes.WHOLE,
            List.of(),
            false,
            List.of(VOLUME.as("shares")),
            List.of(),
            null);
    assertThat(row(table.rows(scanned(5, 6, 0)), 1)).containsExactly(1, "A", 6L);
    assertThat(row(table.rows(scanned(5, 6, 0)), 2)).containsExactly(2, "A", null);
  }

  @Test
  void wholeNumbersThatNoDoubleHolds_areExact() {
    Metric<Bar, Long> total = VOLUME.total().over(bars(10).requiring(1));
    long large = 999_999_999_999_999L;
    long[] volumes = new long[11];
    Arrays.fill(volumes, large);
    TickerResult result =
        new Scan(List.of(total), List.of(), 10, Volumes.WHOLE, List.of(), null)
            .prepare()
            .run("A", SmallSeries.bars(volumes), List.of());
    BarTable table =
        new BarTable(
            List.of(total), Volumes.WHOLE, List.of(), false, List.of(total), List.of(), null);
    assertThat(row(table.rows(result), 10)).containsExactly(10, "A", 10 * large);
  }

  @Test
  void anomalies_areThePublishedRowsOfSetFlags() {
    ColumnBatch batch = TABLE.anomalies(null, scanned(9, 6, 14, 7));
    assertThat(batch.from()).isZero();
    assertThat(batch.to()).isEqualTo(2);
    assertThat(row(batch, 0))
        .containsExactly(
            2,
            "A",
            null,
            null,
            null,
            null,
            null,
            14L,
            6L,
            "high",
            "volume at least 7.0",
            14.0,
            7.0,
            2.0);
    assertThat(row(batch, 1)).startsWith(3, "A").endsWith(7.0, 7.0, 1.0);
  }

  @Test
  void rowOfSeveralFlags_isSeveralAnomalies() {
    Flag<Bar> low = VOLUME.atMost(8).as("low");
    List<Metric<?, ?>> scanned = List.of(low.definition(), HIGH.definition());
    BarTable table =
        new BarTable(scanned, Volumes.WHOLE, List.of(), false, List.of(), List.of(low, HIGH), null);
    TickerResult result =
        new Scan(scanned, List.of(), 0, Volumes.WHOLE, List.of(), null)
            .prepare()
            .run("A", SmallSeries.bars(7), List.of());
    assertThat(table.anomalyValues(null, result))
        .extracting(Anomaly::flag)
        .isEqualTo(List.of(low, HIGH));
  }

  @Test
  void severityOfAThresholdOfZero_isMissing() {
    Flag<Bar> any = VOLUME.atLeast(0);
    BarTable table =
        new BarTable(List.of(any), Volumes.WHOLE, List.of(), false, List.of(), List.of(any), null);
    TickerResult result =
        new Scan(List.of(any), List.of(), 0, Volumes.WHOLE, List.of(), null)
            .prepare()
            .run("A", SmallSeries.bars(7), List.of());
    assertThat(row(table.anomalies(null, result), 0)).endsWith(7.0, 0.0, null);
  }

  @Test
  void bars_areThePublishedOnes() {
    assertThat(TABLE.bars(scanned(5, 6, 0)))
        .containsExactly(
            Bar.of("A", LocalDate.ofEpochDay(1), 6), Bar.of("A", LocalDate.ofEpochDay(2), 0));
  }

  @Test
  void measured_haveTheirMetricsAndFlags() {
    List<MeasuredRow<Bar>> rows = TABLE.measured(scanned(0, 6, 7));
    assertThat(rows)
        .extracting(MeasuredRow::tradeDate)
        .containsExactly(LocalDate.ofEpochDay(1), LocalDate.ofEpochDay(2));
    assertThat(rows)
        .extracting(row -> row.get(BEFORE), row -> row.is(HIGH))
        .containsExactly(tuple(Optional.empty(), false), tuple(Optional.of(6L), true));
  }

  @Test
  void anomalyValues_sayWhatWasCompared() {
    List<Anomaly<Bar>> anomalies = TABLE.anomalyValues(null, scanned(9, 6, 14));
    assertThat(anomalies).hasSize(1);
    assertThat(anomalies.get(0).flag()).isEqualTo(HIGH);
    assertThat(anomalies.get(0).score()).isEqualTo(14);
    assertThat(anomalies.get(0).threshold()).isEqualTo(7);
    assertThat(anomalies.get(0).row().base()).isEqualTo(Bar.of("A", LocalDate.ofEpochDay(2), 14));
    assertThat(anomalies.get(0).row().get(BEFORE)).contains(6L);
  }
}
