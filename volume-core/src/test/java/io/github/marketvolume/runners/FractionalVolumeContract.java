package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.TRADES;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Volumes that are not whole numbers: as they are read, and as splits make them. */
public abstract class FractionalVolumeContract {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  /** The runner that reads them. */
  protected abstract Runner runner();

  private static Bar bar(int day, double volume) {
    return Bar.builder()
        .ticker(Ticker.of("BTC"))
        .tradeDate(DAY.plusDays(day))
        .close(10)
        .exactVolume(volume)
        .trades(3)
        .build();
  }

  private static BarsStage stage(FractionalVolume treatment, Bar... bars) {
    return BarsStage.from(InMemoryBars.of(bars))
        .inBasis(Basis.RAW)
        .checkedBy(BarRules.standard().withoutLimits().fractionalVolume(treatment));
  }

  @Test
  @DisplayName("a fraction is rejected by default")
  void rejected() {
    BarsStage bars = stage(FractionalVolume.REJECT, bar(0, 123.4567), bar(1, 5));
    assertThat(bars.collect(runner())).containsExactly(bar(1, 5));
    assertThat(bars.rejected().collect(runner()))
        .singleElement()
        .returns("volume-is-integer", RejectedRow::rule)
        .returns("volume 123.4567 is not a whole number", RejectedRow::reason);
    assertThat(types(bars)).containsEntry("volume", ColumnType.LONG);
  }

  @Test
  @DisplayName("it can be rounded, but not to nothing")
  void rounded() {
    BarsStage bars =
        stage(
            FractionalVolume.ROUND,
            bar(0, 123.4567),
            bar(1, 0.24),
            bar(2, 2.5),
            bar(3, -0.3),
            bar(4, 0));
    assertThat(bars.collect(runner()))
        .containsExactly(bar(0, 123), bar(1, 1), bar(2, 2), bar(4, 0));
    assertThat(bars.rejected().collect(runner()))
        .singleElement()
        .returns("volume -1 is negative", RejectedRow::reason);
    assertThat(types(bars)).containsEntry("volume", ColumnType.LONG);
  }

  @Test
  @DisplayName("it can be kept, in the bar and in all that follows volume")
  void kept() {
    RollingMetric<Bar, Long> before = VOLUME.total().over(bars(2)).as("before");
    NumericMetric<Bar, Long> last = VOLUME.lagged(1).as("last");
    NumericMetric<Bar, Long> trades = TRADES.total().over(bars(2)).as("trades_before");
    Rank<Bar> rank = Rank.inHindsight(VOLUME.descending()).as("rank");
    BarsStage bars = stage(FractionalVolume.KEEP, bar(0, 0.25), bar(1, 1.5), bar(2, 0.125));
    Stage<Measured<Bar>> measured = bars.measure(before, last, trades, rank);

    Measured<Bar> row = measured.collect(runner()).get(2);
    assertThat(row.base()).isEqualTo(bar(2, 0.125));
    assertThat(row.base().volume()).hasValue(1);
    assertThat(row.base().toString()).contains("volume=0.125,");
    assertThat(row.get(VOLUME)).contains(1L);
    assertThat(row.exact(VOLUME)).hasValue(0.125);
    assertThat(row.get(before)).as("1.75, rounded").contains(2L);
    assertThat(row.exact(before)).hasValue(1.75);
    assertThat(row.exact(last)).hasValue(1.5);
    assertThat(row.get(trades)).contains(6L);
    assertThat(row.get(rank)).contains(3L);
    assertThat(types(measured))
        .containsEntry("volume", ColumnType.DOUBLE)
        .containsEntry("before", ColumnType.DOUBLE)
        .containsEntry("last", ColumnType.DOUBLE)
        .containsEntry("trades", ColumnType.LONG)
        .containsEntry("trades_before", ColumnType.LONG)
        .containsEntry("rank", ColumnType.LONG);

    Stage<Measured<MarketDay>> market = bars.market(total(VOLUME)).measure(weekly());
    assertThat(market.collect(runner()).get(1).exact(total(VOLUME))).hasValue(1.5);
    assertThat(market.collect(runner()).get(1).exact(weekly())).hasValue(1.75);
    assertThat(types(market))
        .containsEntry("total_volume", ColumnType.DOUBLE)
        .containsEntry("weekly", ColumnType.DOUBLE);

    Stage<TickerSummary> board =
        bars.leaderboard(VOLUME.max(), VOLUME.total(), VOLUME.count(), TRADES.total());
    TickerSummary btc = board.collect(runner()).get(0);
    assertThat(btc.exact(VOLUME.max())).hasValue(1.5);
    assertThat(btc.exact(VOLUME.total())).hasValue(1.875);
    assertThat(btc.get(VOLUME.total())).contains(2L);
    assertThat(types(board))
        .containsEntry("max_volume", ColumnType.DOUBLE)
        .containsEntry("total_volume", ColumnType.DOUBLE)
        .containsEntry("count_volume", ColumnType.LONG)
        .containsEntry("total_trades", ColumnType.LONG);
  }

  @Test
  @DisplayName("a fraction that no arithmetic could hold is rejected even where others are kept")
  void tiny() {
    BarsStage bars = stage(FractionalVolume.KEEP, bar(0, 1e-21), bar(1, 1e-20), bar(2, 0));
    assertThat(bars.collect(runner())).containsExactly(bar(1, 1e-20), bar(2, 0));
    assertThat(bars.rejected().collect(runner()))
        .singleElement()
        .returns("volume 1.0E-21 is smaller than 1e-20", RejectedRow::reason);
  }

  private static NumericMetric<MarketDay, Long> weekly() {
    return total(VOLUME).total().over(bars(2).includingCurrent()).as("weekly");
  }

  @Test
  @DisplayName("many reverse splits leave a spike what it was, in shares and in money")
  void reverseSplits() {
    BarsStage bars =
        stage(
                FractionalVolume.REJECT,
                bar(0, 10_000_000),
                bar(1, 10_500_000),
                bar(2, 100_000_000),
                bar(3, 10_100_000),
                Bar.builder().from(bar(4, 9_000_000)).splitCoefficient(1e-8).build())
            .splitAdjusted();
    Stage<Measured<Bar>> measured = bars.measure(DOLLAR_VOLUME);
    List<Measured<Bar>> rows = measured.collect(runner());

    assertThat(rows)
        .extracting(row -> row.exact(VOLUME).orElseThrow())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 * b ? 0 : Double.compare(a, b))
        .containsExactly(0.1, 0.105, 1.0, 0.101, 9_000_000.0);
    assertThat(rows.get(2).exact(DOLLAR_VOLUME).orElseThrow()).isCloseTo(1e9, within(1.0));
    assertThat(rows.get(0).exact(DOLLAR_VOLUME).orElseThrow()).isCloseTo(1e8, within(1.0));
    assertThat(rows.get(0).base().volume()).hasValue(1);
    assertThat(types(measured)).containsEntry("volume", ColumnType.DOUBLE);
  }

  @Test
  @DisplayName("a field that is stated split-adjusted has fractions beside whole ones")
  void statedField() {
    BarsStage bars =
        stage(
            FractionalVolume.REJECT,
            bar(0, 5),
            Bar.builder().from(bar(1, 4)).splitCoefficient(0.5).build());
    Stage<Measured<Bar>> measured = bars.measure(VOLUME.splitAdjusted());
    Measured<Bar> row = measured.collect(runner()).get(0);
    assertThat(row.exact(VOLUME.splitAdjusted())).isEqualTo(OptionalDouble.of(2.5));
    assertThat(row.get(VOLUME.splitAdjusted())).contains(2L);
    assertThat(types(measured))
        .containsEntry("volume", ColumnType.LONG)
        .containsEntry("split_adjusted_volume", ColumnType.DOUBLE);
  }

  private static Map<String, ColumnType> types(Stage<?> stage) {
    Map<String, ColumnType> types = new HashMap<>();
    for (Schema.Column<?> column : stage.plan().schema().columns()) {
      types.put(column.name(), column.type());
    }
    return types;
  }
}
