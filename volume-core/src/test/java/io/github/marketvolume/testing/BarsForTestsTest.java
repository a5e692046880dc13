package io.github.marketvolume.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bars by hand and bars by chance. */
class BarsForTestsTest {

  @Test
  @DisplayName("a series has a bar on every weekday; 0 is a missing volume")
  void series() {
    assertThat(BarSeries.of("A").volumes(1, 2, 0, 4, 5, 6).bars())
        .extracting(Bar::tradeDate, Bar::volume)
        .containsExactly(
            tuple(LocalDate.of(2020, 1, 6), OptionalLong.of(1)),
            tuple(LocalDate.of(2020, 1, 7), OptionalLong.of(2)),
            tuple(LocalDate.of(2020, 1, 8), OptionalLong.empty()),
            tuple(LocalDate.of(2020, 1, 9), OptionalLong.of(4)),
            tuple(LocalDate.of(2020, 1, 10), OptionalLong.of(5)),
            tuple(LocalDate.of(2020, 1, 13), OptionalLong.of(6)));
  }

  @Test
  @DisplayName("a series starts where it is told, after the weekend")
  void start() {
    assertThat(BarSeries.of("A").startingOn(LocalDate.of(2024, 6, 1)).volumes(1).bars())
        .containsExactly(Bar.of("A", LocalDate.of(2024, 6, 3), 1));
  }

  @Test
  @DisplayName("prices are missing, or all the same")
  void prices() {
    assertThat(BarSeries.of("A").volumes(1).bars().get(0).close()).isEmpty();
    Bar bar = BarSeries.of("A").pricedAt(12.5).volumes(1).bars().get(0);
    assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close(), bar.adjClose()))
        .containsOnly(OptionalDouble.of(12.5));
  }

  @Test
  @DisplayName("several series are one list")
  void several() {
    assertThat(Bars.of(BarSeries.of("B").volumes(1, 2), BarSeries.of("A").volumes(3)))
        .extracting(Bar::ticker)
        .containsExactly(Ticker.of("B"), Ticker.of("B"), Ticker.of("A"));
  }

  @Property(tries = 100)
  void realisticBarsAreAllAccepted(@ForAll List<Bar> bars) {
    assertThat(collect(bars)).isEqualTo(bars);
    assertThat(bars).allSatisfy(bar -> assertThat(bar.close()).isPresent());
  }

  @Property(tries = 300)
  void nastyBarsAreOfEveryKind(@ForAll @NastyBars List<Bar> bars) {
    List<Bar> accepted = collect(bars);
    long keys = bars.stream().map(bar -> bar.ticker() + " " + bar.tradeDate()).distinct().count();
    boolean conflicts = keys > accepted.size();
    boolean duplicates = new HashSet<>(bars).size() < bars.size();
    boolean oneBarTicker =
        accepted.stream()
            .anyMatch(
                a -> accepted.stream().filter(b -> b.ticker().equals(a.ticker())).count() == 1);
    boolean missing = bars.stream().anyMatch(bar -> bar.volume().isEmpty());
    boolean shuffled =
        !bars.stream().filter(accepted::contains).distinct().toList().equals(accepted);
    require("conflicts", conflicts);
    require("duplicates", duplicates);
    require("a ticker of one bar", oneBarTicker);
    require("missing volumes", missing);
    require("out of order", shuffled);
  }

  private static void require(String kind, boolean isOfIt) {
    Statistics.label(kind)
        .collect(isOfIt)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  private static List<Bar> collect(List<Bar> bars) {
    return BarsStage.from(InMemoryBars.of(bars))
        .checkedBy(BarRules.standard().withoutLimits())
        .collect(ReferenceRunner.create());
  }
}
