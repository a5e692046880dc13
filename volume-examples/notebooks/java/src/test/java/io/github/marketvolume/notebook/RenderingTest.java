package io.github.marketvolume.notebook;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {

  private static final Runner RUNNER = ReferenceRunner.create();

  private static final BarsStage ONE =
      BarsStage.from(
          InMemoryBars.of(
              Bars.of(BarSeries.of("AAA").volumes(100, 110, 90, 105, 95, 4000, 0, 100, 101))));

  private static final BarsStage TWO =
      BarsStage.from(
          InMemoryBars.of(
              Bars.of(
                  BarSeries.of("AAA").volumes(100, 110, 90, 105, 95),
                  BarSeries.of("BBB").volumes(50, 0, 55, 60, 1450))));

  private static final Flag<Bar> LARGE = VOLUME.atLeast(1000).as("large");

  private static Rendering of(Object value) {
    return Rendering.of(value).orElseThrow();
  }

  @Test
  void aStageLooksAsItsRowsDo_withThePlanFoldedAway() {
    FlaggedStage<Bar> stage = ONE.measure(VOLUME.mean().over(bars(3)).as("usual")).flag(LARGE);
    Rendering look = of(stage);

    assertThat(look.html())
        .startsWith(of(stage.collect(RUNNER)).html())
        .containsSubsequence("<details", "measure usual: ", ">usual</td>", ">boolean</td>");
    assertThat(look.text()).startsWith("stage\n  read 9 bars in memory").endsWith("9 rows");
  }

  @Test
  void aPipelineShowsItsPlan() {
    VolumePipeline pipeline = VolumePipeline.named("p", ONE.into(new InMemorySink<Bar>()));

    assertThat(of(pipeline).html()).startsWith("<pre").contains("pipeline p");
  }

  @Test
  void rowsOfOneTickerAreAChartAndATable() {
    Rendering rows = of(ONE.flag(LARGE).collect(RUNNER));

    assertThat(rows.html())
        .contains("<svg", "Volume of AAA", "large: volume at least 1000.0", "9 rows")
        .contains(">4,000</td>", ">●</td>");
    assertThat(rows.text()).contains("trade_date  ticker", "2020-01-13  AAA", "9 rows");
  }

  @Test
  void barsOfOneTickerAreAChartAndATable() {
    assertThat(of(ONE.collect(RUNNER)).html()).contains("<svg", "Volume of AAA", "<table");
  }

  @Test
  void rowsOfSeveralTickersAreATable() {
    Rendering rows = of(TWO.flag(LARGE).collect(RUNNER));

    assertThat(rows.html()).doesNotContain("<svg").contains(">AAA</td>", ">BBB</td>", "10 rows");
  }

  @Test
  void chosenDaysAreATable() {
    List<Bar> chosen =
        BarsStage.from(SyntheticMarket.standard().withTickers(1))
            .between(LocalDate.parse("2020-01-01"), LocalDate.parse("2020-12-31"))
            .collect(RUNNER)
            .stream()
            .filter(bar -> bar.tradeDate().getDayOfMonth() % 15 == 1)
            .toList();

    assertThat(chosen).hasSizeGreaterThanOrEqualTo(8);
    assertThat(of(chosen).html()).doesNotContain("<svg").contains("<table");
  }

  @Test
  void aColumnHasTheNameThatItWasGiven() {
    Rendering rows = of(ONE.measure(VOLUME.mean().over(bars(3)).as("usual")).collect(RUNNER));

    assertThat(rows.html()).contains(">usual</th>").doesNotContain("volume_mean_3");
  }

  @Test
  void aColumnWithoutAnyValueIsLeftOut() {
    assertThat(of(ONE.collect(RUNNER)).html())
        .contains(">volume</th>")
        .doesNotContain(">open</th>");
  }

  @Test
  void aMarketIsAChartOfItsFirstNumber() {
    Rendering days = of(ONE.market(total(VOLUME)).collect(RUNNER));

    assertThat(days.html()).contains("<svg", ">total_volume</th>", ">2020-01-06</td>");
  }

  @Test
  void aLeaderboardHasBars() {
    Rendering board = of(TWO.leaderboard(VOLUME.max(), LARGE.count()).collect(RUNNER));

    assertThat(board.html())
        .containsSubsequence(">BBB</td>", "rgba(0,114,178,.25) 100.0%", ">1,450</td>")
        .containsSubsequence(">AAA</td>", "rgba(0,114,178,.25) 7.6%", ">110</td>");
  }

  @Test
  void anAnomalySaysHowFarItIs() {
    Rendering anomalies = of(ONE.flag(LARGE).anomalies().collect(RUNNER));

    assertThat(anomalies.html())
        .containsSubsequence(">volume at least 1000.0</td>", ">4,000.00</td>", ">4.00</td>");
  }

  @Test
  void rejectedRowsSayWhy() {
    BarsStage late = ONE.asOf(LocalDate.parse("2020-01-06")).checkedBy(BarRules.standard());

    assertThat(of(late.rejected().collect(RUNNER)).html())
        .contains(">rule</th>", ">9 bars in memory</td>", "8 rows");
  }

  @Test
  void aReportSaysWhatWasReadAndWritten() {
    RunReport report = VolumePipeline.named("p", ONE.into(new InMemorySink<Bar>())).run(RUNNER);

    assertThat(of(report).html())
        .contains(">read</td>", ">accepted</td>", ">written</td>", ">memory</td>");
    assertThat(of(report).text()).isEqualTo(report.toTable());
  }

  @Test
  void ofManyRowsTheFirstAndTheLastAreShown() {
    List<Bar> bars =
        BarsStage.from(SyntheticMarket.standard().withTickers(1))
            .between(LocalDate.parse("2020-01-01"), LocalDate.parse("2020-12-31"))
            .collect(RUNNER);
    Rendering rows = of(bars);

    assertThat(rows.html())
        .contains("253 rows; the first 10 and the last 5 are shown")
        .contains(">2020-01-02</td>", ">2020-12-31</td>")
        .doesNotContain(">2020-06-01</td>");
  }

  @Test
  void textIsNoMarkup() {
    assertThat(Html.escaped("<a href=\"x\">&")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;");
  }

  @Test
  void whatIsNotTheLibrarysIsLeftToTheKernel() {
    assertThat(Rendering.of("text")).isEmpty();
    assertThat(Rendering.of(List.of())).isEmpty();
    assertThat(Rendering.of(List.of("text", 1))).isEmpty();
  }
}
