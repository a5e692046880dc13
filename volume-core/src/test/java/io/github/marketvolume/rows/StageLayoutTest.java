package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.series.Scan;
import io.github.marketvolume.series.SmallSeries;
import io.github.marketvolume.series.TickerResult;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rows of stages of bars; the bars below have the volumes 5, 6 and 7. */
class StageLayoutTest {

  private static final BarsStage BARS = BarsStage.from(InMemoryBars.of());
  private static final Metric<Bar, Long> BEFORE = VOLUME.total().over(bars(1));
  private static final Flag<Bar> HIGH = VOLUME.atLeast(6);
  private static final Metric<Bar, String> LEVEL = HIGH.level(Levels.of("FULL", 7));
  private static final List<Metric<?, ?>> SCANNED = List.of(BEFORE, HIGH);

  private static TickerResult scanned() {
    return new Scan(SCANNED, List.of(), 0, Volumes.WHOLE, List.of(), null)
        .prepare()
        .run("A", SmallSeries.bars(5, 6, 7), List.of());
  }

  private static <S> StageLayout<S> layout(Stage<S> stage) {
    return StageLayout.of(stage.plan(), SCANNED, null).orElseThrow();
  }

  @Test
  void bars_areRowsAsTheyAre() {
    assertThat(layout(BARS).values(scanned()))
        .containsExactly(
            Bar.of("A", LocalDate.ofEpochDay(0), 5),
            Bar.of("A", LocalDate.ofEpochDay(1), 6),
            Bar.of("A", LocalDate.ofEpochDay(2), 7));
  }

  @Test
  void measuredBars_haveTheirMetrics() {
    List<Measured<Bar>> rows = layout(BARS.measure(BEFORE)).values(scanned());
    assertThat(rows)
        .extracting(row -> row.get(BEFORE))
        .containsExactly(Optional.empty(), Optional.of(5L), Optional.of(6L));
  }

  @Test
  void flaggedBars_haveTheirFlags() {
    List<Flagged<Bar>> rows = layout(BARS.measure(BEFORE).flag(HIGH)).values(scanned());
    assertThat(rows).extracting(row -> row.is(HIGH)).containsExactly(false, true, true);
    assertThat(rows.get(2).get(BEFORE)).contains(6L);
  }

  @Test
  void anomalies_areSomeOfTheBars() {
    StageLayout<Anomaly<Bar>> layout = layout(BARS.flag(HIGH).anomalies());
    assertThat(layout.keepsEveryBar()).isFalse();
    assertThat(layout.values(scanned())).extracting(Anomaly::score).containsExactly(6.0, 7.0);
  }

  @Test
  void episodes_areSomeOfTheBarsJoined() {
    StageLayout<FlaggedEpisode<Bar>> layout =
        layout(BARS.measure(BEFORE).flag(HIGH).episodes(HIGH).joinedWithin(bars(2)));
    assertThat(layout.keepsEveryBar()).isFalse();
    assertThat(layout.values(scanned()))
        .extracting(FlaggedEpisode::start, FlaggedEpisode::flaggedDays)
        .containsExactly(tuple(LocalDate.ofEpochDay(1), 2L));
  }

  @Test
  void keepsEveryBar_isOfAllOtherStages() {
    assertThat(layout(BARS).keepsEveryBar()).isTrue();
    assertThat(layout(BARS.measure(BEFORE)).keepsEveryBar()).isTrue();
    assertThat(layout(BARS.flag(HIGH)).keepsEveryBar()).isTrue();
  }

  @Test
  void columns_areThoseOfTheSchema() {
    assertColumns(BARS, 3);
    assertColumns(BARS.inBasis(Basis.RAW), 3);
    assertColumns(BARS.measure(BEFORE).flag(HIGH), 3);
    assertColumns(BARS.measure(BEFORE).flag(HIGH).anomalies(), 2);
    assertColumns(BARS.measure(BEFORE, LEVEL).flag(HIGH), 3);
    assertColumns(BARS.measure(BEFORE, LEVEL).flag(HIGH).episodes(HIGH), 1);
  }

  private static <S> void assertColumns(Stage<S> stage, int rows) {
    ColumnBatch batch = layout(stage).columns(scanned());
    assertThat(batch.width()).isEqualTo(stage.plan().schema().columns().size());
    for (int k = 0; k < batch.width(); k++) {
      assertThat(batch.type(k)).isEqualTo(stage.plan().schema().columns().get(k).type());
    }
    assertThat(batch.to() - batch.from()).isEqualTo(rows);
    List<S> values = layout(stage).values(scanned());
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < batch.width(); k++) {
        Object expected = stage.plan().schema().columns().get(k).valueOn(values.get(i));
        Object actual = batch.cell(k, batch.from() + i);
        assertThat(batch.type(k) == ColumnType.DATE ? LocalDate.ofEpochDay((int) actual) : actual)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void stagesOfOtherRows_haveNoLayout() {
    assertThat(StageLayout.of(BARS.rejected().plan(), SCANNED, null)).isEmpty();
    assertThat(StageLayout.of(BARS.market(total(VOLUME)).plan(), SCANNED, null)).isEmpty();
    assertThat(StageLayout.of(BARS.market(total(VOLUME)).measure().plan(), SCANNED, null))
        .isEmpty();
    assertThat(StageLayout.of(BARS.leaderboard(VOLUME.max()).plan(), SCANNED, null)).isEmpty();
  }
}
