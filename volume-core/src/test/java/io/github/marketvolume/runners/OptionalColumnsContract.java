package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.TRADES;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VWAP;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner does with fields that only some vendors deliver. */
public abstract class OptionalColumnsContract {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("own")
          .date("day")
          .ticker("symbol")
          .close("last")
          .volume("volume")
          .vwap("vw")
          .trades("n")
          .basis(Basis.SPLIT_ADJUSTED);

  @TempDir private Path folder;

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  private CsvSource csv(String... rows) throws IOException {
    Path file = folder.resolve("own.csv");
    Files.writeString(file, "day,symbol,last,volume,vw,n\n" + String.join("\n", rows) + "\n");
    return CsvSource.at(file.toString(), LAYOUT);
  }

  @Test
  void statedColumns_areReadAndMeasured() throws IOException {
    BarsStage prices = BarsStage.from(csv("2020-01-02,A,10,300,9.5,30", "2020-01-03,A,11,500,,0"));

    List<Bar> bars = prices.collect(runner());

    assertThat(bars).hasSize(2);
    assertThat(bars.get(0).vwap()).hasValue(9.5);
    assertThat(bars.get(0).trades()).hasValue(30);
    assertThat(bars.get(1).vwap()).isEmpty();
    assertThat(bars.get(1).trades()).hasValue(0);
    RollingMetric<Bar, Long> trades = TRADES.total().over(bars(2).includingCurrent());
    assertThat(prices.measure(trades).collect(runner()).get(1).get(trades)).hasValue(30L);
  }

  @Test
  void statedColumns_areColumnsOfOutputs_whichAreReadAgain() throws IOException {
    BarsStage prices =
        BarsStage.from(csv("2020-01-02,A,10,300,9.5,30", "2020-01-03,A,11,500,10.25,"));
    String output = folder.resolve("out").toString();

    VolumePipeline.named("bars", prices.into(ParquetSink.at(output))).run(runner());

    assertThat(prices.explain().toString()).contains("vwap");
    BarsStage again =
        BarsStage.from(ParquetSource.at(output).having(BarColumn.VWAP, BarColumn.TRADES));
    assertThat(again.collect(runner())).isEqualTo(prices.collect(runner()));
    List<Bar> without = BarsStage.from(ParquetSource.at(output)).collect(runner());
    assertThat(without).allSatisfy(bar -> assertThat(bar.vwap()).isEmpty());
    assertThat(without).allSatisfy(bar -> assertThat(bar.trades()).isEmpty());
  }

  @Test
  void unstatedColumns_areIgnored_whateverTheirContent() throws IOException {
    Path file = folder.resolve("plain.csv");
    Files.writeString(file, "day,symbol,last,volume,vwap,trades\n2020-01-02,A,10,300,x,-1\n");
    CsvLayout plain =
        CsvLayout.named("plain").date("day").ticker("symbol").close("last").volume("volume");

    List<Bar> bars = BarsStage.from(CsvSource.at(file.toString(), plain)).collect(runner());

    assertThat(bars).hasSize(1);
    assertThat(bars.get(0).trades()).isEmpty();
  }

  @Test
  void measuringWhatIsNotRead_isRefused() {
    Source<Bar> source = ParquetSource.at("prices.parquet");

    assertThatThrownBy(() -> BarsStage.from(source).measure(TRADES.dividedBy(VOLUME)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "trades is not read from prices.parquet (Parquet); declare it in the layout or with"
                + " having(...)");
    assertThatThrownBy(() -> ParquetSource.at("prices.parquet").having(BarColumn.CLOSE))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "close is read without being stated; state only optional columns: vwap, trades");
  }

  @Test
  void badCounts_areRejected_orMissingWhereRelaxed() throws IOException {
    CsvSource source =
        csv(
            "2020-01-02,A,10,300,9.5,3.5",
            "2020-01-03,A,10,300,9.5,-3",
            "2020-01-06,A,10,300,9.5,1234567890123456",
            "2020-01-07,A,10,300,-9.5,1",
            "2020-01-08,A,10,300,9.5,1");
    BarRules rules = BarRules.standard().withoutLimits();

    List<RejectedRow> rejected =
        BarsStage.from(source).checkedBy(rules).rejected().collect(runner());

    assertThat(rejected)
        .extracting(RejectedRow::rule)
        .containsExactly(
            "count-is-integer",
            "count-is-not-negative",
            "count-is-integer",
            "price-is-not-negative");
    assertThat(rejected.get(1).reason()).isEqualTo("trades -3 is negative");
    List<Bar> relaxed =
        BarsStage.from(source)
            .checkedBy(
                rules
                    .relaxing(StandardRule.COUNT_IS_INTEGER)
                    .relaxing(StandardRule.COUNT_IS_NOT_NEGATIVE))
            .collect(runner());
    assertThat(relaxed).hasSize(4);
    assertThat(relaxed.subList(0, 3)).allSatisfy(bar -> assertThat(bar.trades()).isEmpty());
  }

  @Test
  void aMoreCompleteBarOfADay_isKept() {
    Bar bar = Bar.of("A", LocalDate.of(2020, 1, 2), 300);
    Bar full = Bar.builder().from(bar).vwap(9.5).trades(30).build();

    assertThat(BarsStage.from(InMemoryBars.of(bar, full, bar)).collect(runner()))
        .containsExactly(full);
    Bar other = Bar.builder().from(full).trades(31).build();
    assertThatThrownBy(() -> BarsStage.from(InMemoryBars.of(full, other)).collect(runner()))
        .hasMessageContaining("bars-do-not-conflict");
  }

  @Test
  void vwap_isAdjustedForSplits_andTradesAreNot() {
    Bar before =
        Bar.builder().from(Bar.of("A", LocalDate.of(2020, 1, 2), 300)).vwap(8).trades(30).build();
    Bar split =
        Bar.builder()
            .from(Bar.of("A", LocalDate.of(2020, 1, 3), 1200))
            .vwap(2)
            .trades(40)
            .splitCoefficient(4)
            .build();

    List<Bar> bars =
        BarsStage.from(InMemoryBars.of(before, split))
            .inBasis(Basis.RAW)
            .splitAdjusted()
            .collect(runner());

    assertThat(bars.get(0).vwap()).hasValue(2);
    assertThat(bars.get(0).trades()).hasValue(30);
    assertThat(VWAP.splitAdjusted().name()).isEqualTo("split_adjusted_vwap");
  }
}
