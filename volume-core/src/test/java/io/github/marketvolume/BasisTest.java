package io.github.marketvolume;

import static io.github.marketvolume.metric.BarMetrics.ADJ_CLOSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.DOLLAR_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.SPLIT_COEFFICIENT;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.ReferenceRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Volumes and prices as traded, and in the shares of the last day. */
class BasisTest {

  private static final Runner RUNNER = ReferenceRunner.create();

  /** A split of four for one on the third day: the trade is the same, the numbers are not. */
  private static List<Bar> splitBars() {
    List<Bar> bars =
        new ArrayList<>(BarSeries.of("AAPL").pricedAt(400).volumes(100, 50, 0, 800).bars());
    for (int i = 2; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      bars.set(
          i,
          Bar.builder()
              .from(bar)
              .open(100)
              .high(100)
              .low(100)
              .close(100)
              .splitCoefficient(i == 2 ? 4 : 1)
              .build());
    }
    return bars;
  }

  private static BarsStage raw() {
    return BarsStage.from(InMemoryBars.of(splitBars())).inBasis(Basis.RAW);
  }

  private static BarsStage unstated() {
    return BarsStage.from(InMemoryBars.of(splitBars()));
  }

  private static void assertInvalid(ThrowingCallable plan, String message) {
    assertThatThrownBy(plan).isInstanceOf(InvalidPlanException.class).hasMessage(message);
  }

  @Test
  void splitAdjusted_restatesEarlierBarsInLaterShares() {
    assertThat(raw().splitAdjusted().collect(RUNNER))
        .extracting(bar -> bar.volume().orElse(-1))
        .containsExactly(400L, 200L, -1L, 800L);
    assertThat(raw().splitAdjusted().collect(RUNNER))
        .allSatisfy(bar -> assertThat(bar.close()).hasValue(100))
        .allSatisfy(bar -> assertThat(bar.splitCoefficient()).isEmpty());
    assertThat(raw().splitAdjusted().collect(RUNNER))
        .as("the vendor's adjusted close stays")
        .first()
        .satisfies(bar -> assertThat(bar.adjClose()).hasValue(400));
  }

  @Test
  void aSplitAfterTheLastPublishedDay_isNotKnown() {
    BarsStage before = raw().to(splitBars().get(1).tradeDate()).splitAdjusted();
    assertThat(before.collect(RUNNER))
        .extracting(bar -> bar.volume().orElse(-1))
        .containsExactly(100L, 50L);
  }

  @Test
  void bothBases_standSideBySide_andDollarsAreTheSame() {
    MeasuredStage<Bar> stage =
        raw()
            .measure(
                VOLUME.raw(),
                VOLUME.splitAdjusted(),
                DOLLAR_VOLUME,
                CLOSE.splitAdjusted().times(VOLUME.splitAdjusted()).as("adjusted_dollars"),
                SPLIT_COEFFICIENT.as("split"));
    assertThat(stage.collect(RUNNER))
        .extracting(
            row -> row.get(VOLUME.raw()).orElse(null),
            row -> row.get(VOLUME.splitAdjusted()).orElse(null),
            row -> row.get(DOLLAR_VOLUME).orElse(null),
            row -> row.get(CLOSE.splitAdjusted().times(VOLUME.splitAdjusted())).orElse(null))
        .containsExactly(
            tuple(100L, 400L, 40_000.0, 40_000.0),
            tuple(50L, 200L, 20_000.0, 20_000.0),
            tuple(null, null, null, null),
            tuple(800L, 800L, 80_000.0, 80_000.0));
    assertThat(stage.plan().schema().names())
        .contains("split_coefficient", "raw_volume", "split_adjusted_volume");
  }

  @Test
  void onlyRawBarsHaveSplitCoefficients() {
    assertThat(raw().plan().schema().names()).contains("split_coefficient");
    assertThat(raw().splitAdjusted().plan().schema().names()).doesNotContain("split_coefficient");
    assertThat(unstated().plan().schema().names()).doesNotContain("split_coefficient");
  }

  @Test
  void explain_tellsTheBasis() {
    assertThat(raw().splitAdjusted().explain())
        .contains(", raw\n", "adjust volumes and prices for splits, up to the last day\n");
    assertThat(BarsStage.from(CsvSource.at("x.csv", CsvLayout.YAHOO)).splitAdjusted().explain())
        .contains(", split-adjusted\n")
        .doesNotContain("adjust volumes");
  }

  @Test
  void layouts_stateTheirBasis() {
    assertThat(CsvSource.at("x", CsvLayout.KAGGLE).basis()).contains(Basis.SPLIT_ADJUSTED);
    assertThat(CsvSource.at("x", CsvLayout.YAHOO).basis()).contains(Basis.SPLIT_ADJUSTED);
    assertThat(CsvSource.at("x", CsvLayout.FIVE_YEAR).basis()).contains(Basis.SPLIT_ADJUSTED);
    assertThat(CsvSource.at("x", CsvLayout.ALPHA_VANTAGE).basis()).contains(Basis.RAW);
    assertThat(CsvSource.at("x", CsvLayout.named("own").date("d").volume("v")).basis())
        .isEqualTo(Optional.empty());
  }

  @Test
  void aVolumeTimesAPriceOfAnotherBasis_isRefused() {
    assertInvalid(
        () -> VOLUME.times(ADJ_CLOSE),
        "volume times adj close: they count in different shares; take close, because adj close is"
            + " adjusted for dividends too");
    assertInvalid(
        () -> VOLUME.raw().times(CLOSE.splitAdjusted()),
        "raw volume times split-adjusted close: they count in different shares; take"
            + " both raw, or both split-adjusted");
    assertInvalid(
        () -> CLOSE.splitAdjusted().mean().over(bars(5)).times(VOLUME.raw().log()),
        "raw volume times split-adjusted close: they count in different shares; take"
            + " both raw, or both split-adjusted");
    assertInvalid(
        () -> raw().measure(VOLUME.times(CLOSE.splitAdjusted())),
        "volume times split-adjusted close: they count in different shares; take"
            + " both raw, or both split-adjusted");
    assertInvalid(
        () -> raw().market(total(CLOSE.times(VOLUME.splitAdjusted()))),
        "split-adjusted volume times close: they count in different shares; take"
            + " both raw, or both split-adjusted");
    assertInvalid(
        () -> raw().leaderboard(CLOSE.times(VOLUME.splitAdjusted()).max()),
        "split-adjusted volume times close: they count in different shares; take"
            + " both raw, or both split-adjusted");
  }

  @Test
  void aBasisThatTheBarsDoNotTell_isRefused() {
    assertInvalid(
        () -> raw().splitAdjusted().measure(VOLUME.raw()),
        "raw_volume cannot be computed: the bars are already split-adjusted; measure it on the raw"
            + " bars, before splitAdjusted()");
    assertInvalid(
        () -> unstated().measure(VOLUME.splitAdjusted()),
        "split_adjusted_volume cannot be computed: the basis of 4 bars in memory is not stated;"
            + " state it with inBasis(...)");
    assertInvalid(
        () -> unstated().splitAdjusted(),
        "4 bars in memory cannot be adjusted for splits: its basis is not stated; state it with"
            + " inBasis(...) before splitAdjusted()");
    assertInvalid(
        () -> BarsStage.from(CsvSource.at("x.csv", CsvLayout.YAHOO)).inBasis(Basis.RAW),
        "x.csv (CSV, yahoo layout) states that it is split-adjusted, not raw; leave out"
            + " inBasis(...)");
    assertInvalid(() -> ADJ_CLOSE.raw(), "adj close has no basis; take close or volume");
    assertInvalid(
        () -> CsvLayout.ALPHA_VANTAGE.basis(Basis.SPLIT_ADJUSTED),
        "layout alphavantage has split coefficients, which turn raw shares into adjusted ones, and"
            + " is not raw; leave the coefficients out");
  }

  @Test
  void aFlagByAFieldInItsOwnBasis_needsItMeasured() {
    assertThat(raw().flagAnomalies(VOLUME.raw().atLeast(500).rule()).collect(RUNNER)).hasSize(4);
    assertInvalid(
        () -> VOLUME.splitAdjusted().atLeast(500),
        "rule \"split_adjusted_volume at least 500.0\" judges by split_adjusted_volume, which later"
            + " splits restate (split-adjusted volume); judge by it raw, or by what compares it,"
            + " such as ratioToMean()");
  }
}
