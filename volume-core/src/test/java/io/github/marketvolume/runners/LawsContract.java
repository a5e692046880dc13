package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isBetween;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.count;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.AnomalyRules;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import io.github.marketvolume.testing.Causality;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold of any runner. */
public abstract class LawsContract {

  /** The runner that is shown to do so. */
  protected abstract Runner runner();

  private static final String HEADER = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n";

  @TempDir private Path folder;

  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void makeLines() {
    SyntheticMarket market =
        SyntheticMarket.standard()
            .withTickers(7)
            .between(LocalDate.of(2018, 1, 1), LocalDate.of(2019, 12, 31));
    for (int t = 0; t < market.tickerCount(); t++) {
      SyntheticMarket.Series series = market.series(t);
      for (int i = 0; i < series.size(); i++) {
        lines.add(
            String.join(
                ",",
                series.tradeDate(i).toString(),
                series.ticker(),
                Double.toString(series.adjClose(i)),
                Double.toString(series.close(i)),
                Double.toString(series.high(i)),
                Double.toString(series.low(i)),
                Double.toString(series.open(i)),
                Long.toString(series.volume(i))));
      }
    }
  }

  @Test
  @DisplayName("the order of the rows and their division into files change nothing")
  void divisionOfTheInput() throws IOException {
    write("whole/all.csv", lines);
    List<List<Object>> expected = results("whole");

    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(7));
    int third = shuffled.size() / 3;
    write("parts/a.csv", shuffled.subList(0, third));
    write("parts/b.csv.gz", shuffled.subList(third, third + 1));
    write("parts/c.csv.gz", shuffled.subList(third + 1, shuffled.size()));

    assertThat(results("parts")).isEqualTo(expected);
  }

  /** The rows of several stages over the files of a folder. */
  private List<List<Object>> results(String name) {
    BarsStage prices =
        BarsStage.from(CsvSource.at(folder.resolve(name).toString(), CsvLayout.KAGGLE));
    Flag<Bar> spike = LOG_VOLUME.modifiedZScore().over(bars(60)).atLeast(3).as("spike");
    return List.of(
        List.copyOf(
            prices
                .measure(
                    VOLUME.mean().over(bars(20)),
                    VOLUME.standardDeviation().over(bars(252)),
                    DOLLAR_VOLUME.quantile(0.95).over(bars(60)),
                    LOG_VOLUME.smoothed(ewma(0.1)).score(),
                    Rank.inHindsight(VOLUME.descending()),
                    Rank.acrossTickers(VOLUME.descending()))
                .collect(runner())),
        List.copyOf(prices.leaderboard(VOLUME.total(), spike.count()).collect(runner())),
        List.copyOf(
            prices.market(total(VOLUME), count(spike), concentration(VOLUME)).collect(runner())));
  }

  private void write(String name, List<String> rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String text = HEADER + String.join("\n", rows) + "\n";
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  @DisplayName(
      "bars that come later change no row that was out, unless it says that it looks ahead")
  void causality() {
    List<Bar> some =
        Bars.of(
            BarSeries.of("A").volumes(100, 120, 90, 100, 5_000, 110, 0, 95, 130, 100),
            BarSeries.of("B").volumes(10, 0, 12, 11, 13, 900, 10, 12, 11, 10));

    Causality.assertCausal(LawsContract::causal, some, runner());

    assertThatThrownBy(
            () ->
                Causality.assertCausal(
                    prices -> prices.measure(Rank.inHindsight(VOLUME.descending())),
                    some,
                    runner()))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  @DisplayName("rows of a leaderboard that are left out were ranked, and so were bars of anomalies")
  void rowsLeftOut() {
    BarsStage all =
        BarsStage.from(
            InMemoryBars.of(
                Bars.of(
                    BarSeries.of("A").volumes(100, 120, 90, 100, 5_000),
                    BarSeries.of("B").volumes(10, 0, 12, 11, 900),
                    BarSeries.of("C").volumes(7, 7, 8, 9, 80))));

    assertThat(all.leaderboard(VOLUME.total()).top(2).where(not(isTicker("A"))).collect(runner()))
        .singleElement()
        .returns("B", row -> row.ticker().symbol())
        .returns(OptionalLong.of(2), TickerSummary::rank);
    assertThat(
            all.leaderboard(VOLUME.max(), VOLUME.total())
                .where(VOLUME.total().atMost(933).and(VOLUME.max().atLeast(80)))
                .collect(runner()))
        .extracting(row -> row.ticker().symbol() + row.rank().orElseThrow())
        .containsExactly("B2", "C3");
    Flag<Bar> spike = VOLUME.ratioToMean().over(bars(4).requiring(3)).atLeast(5);
    assertThat(
            all.flagAnomalies(spike.rule())
                .anomalies()
                .where(not(isTicker("B")).and(VOLUME.atLeast(100)))
                .collect(runner()))
        .singleElement()
        .returns("A", anomaly -> anomaly.row().base().ticker().symbol())
        .returns(5_000 / 102.5, Anomaly::score);
  }

  @Test
  @DisplayName("bars that are left out are in nothing, as if there were none")
  void barsLeftOut() {
    List<Bar> some =
        Bars.of(
            BarSeries.of("A").volumes(100, 120, 90, 100, 5_000, 110, 0, 95, 130, 100),
            BarSeries.of("B").volumes(10, 0, 12, 11, 13, 900, 10, 12, 11, 10),
            BarSeries.of("C").volumes(7, 7, 8, 9, 7, 7, 7, 6, 7, 80));
    LocalDate holiday = some.get(3).tradeDate();
    BarsStage left =
        BarsStage.from(InMemoryBars.of(some))
            .where(not(isTicker("B")).and(not(isBetween(holiday, holiday))));
    BarsStage without =
        BarsStage.from(
            InMemoryBars.of(
                some.stream()
                    .filter(bar -> !bar.ticker().symbol().equals("B"))
                    .filter(bar -> !bar.tradeDate().equals(holiday))
                    .toList()));

    assertThat(causal(left).collect(runner())).isEqualTo(causal(without).collect(runner()));
    assertThat(left.rankWithinTicker().collect(runner()))
        .isEqualTo(without.rankWithinTicker().collect(runner()));
    assertThat(left.rankAcrossTickers().collect(runner()))
        .isEqualTo(without.rankAcrossTickers().collect(runner()));
    assertThat(left.market(total(VOLUME)).collect(runner()))
        .isEqualTo(without.market(total(VOLUME)).collect(runner()));
    assertThat(left.leaderboard(VOLUME.total()).collect(runner()))
        .isEqualTo(without.leaderboard(VOLUME.total()).collect(runner()));
  }

  @Test
  @DisplayName("the market is also measured by cross-sections that it does not show")
  void hiddenCrossSections() {
    BarsStage prices =
        BarsStage.from(
            InMemoryBars.of(
                Bars.of(
                    BarSeries.of("A").pricedAt(2).volumes(100, 120, 90, 100, 500, 110),
                    BarSeries.of("B").pricedAt(3).volumes(10, 0, 12, 11, 13, 900))));
    var shocks =
        prices
            .market(total(VOLUME))
            .flagAnomalies(
                AnomalyRules.tukeyFence(total(DOLLAR_VOLUME), bars(4).requiring(2), 1.5));

    assertThat(shocks.collect(runner())).isEqualTo(shocks.collect(ReferenceRunner.create()));
    assertThat(shocks.anomalies().collect(runner())).isNotEmpty();
  }

  @Test
  @DisplayName("a product beyond the largest number is missing, and later values are not")
  void numbersBeyondTheLargest() {
    List<Bar> some = List.of(bar(6, 1e20, 1), bar(7, 2, 1), bar(8, 3, 1), bar(9, 1, 1));
    BarsStage prices = BarsStage.from(InMemoryBars.of(some));
    Derived<Bar> cube = CLOSE.times(CLOSE).times(CLOSE);
    Derived<Bar> power = cube.times(cube).as("power");
    var metric = power.mean().over(bars(2).requiring(1));

    assertThat(prices.measure(power, metric).collect(runner()))
        .extracting(row -> row.get(power).orElse(null), row -> row.get(metric).orElse(null))
        .containsExactly(
            tuple(null, null), tuple(64.0, null), tuple(729.0, 64.0), tuple(1.0, 396.5));
    assertThat(prices.market(total(power)).collect(runner()))
        .extracting(row -> row.get(total(power)).orElse(null))
        .containsExactly(null, 64.0, 729.0, 1.0);
  }

  private static Bar bar(int day, double close, long volume) {
    return Bar.builder()
        .ticker(Ticker.of("A"))
        .tradeDate(LocalDate.of(2020, 1, day))
        .close(close)
        .volume(volume)
        .build();
  }

  private static MeasuredStage<Bar> causal(BarsStage prices) {
    return prices.measure(
        VOLUME.mean().over(bars(3).requiring(2)),
        LOG_VOLUME.modifiedZScore().over(bars(4).requiring(2)),
        LOG_VOLUME.smoothed(ewma(0.2).startingAfter(3)).score(),
        VOLUME.percentileRank().over(bars(4).requiring(2).includingCurrent()),
        Rank.trailing(VOLUME.descending(), bars(4).requiring(1)),
        Rank.acrossTickers(VOLUME.descending()),
        Rank.acrossTickers(VOLUME.descending()).mean().over(bars(2)));
  }
}
