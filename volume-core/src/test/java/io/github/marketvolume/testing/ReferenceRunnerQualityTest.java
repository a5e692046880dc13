package io.github.marketvolume.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bars are let in, and what is said of the others. */
class ReferenceRunnerQualityTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final ReferenceRunner RUNNER = ReferenceRunner.create().asOf(DAY);

  static Stream<Arguments> breaches() {
    return Stream.of(
        Arguments.of(
            bar().tradeDate(DAY.plusDays(1)),
            "date-is-not-in-future",
            "date 2020-01-07 is after 2020-01-06"),
        Arguments.of(
            bar().volume(1_000_000_000_000_000L),
            "volume-is-integer",
            "volume 1000000000000000 has more than 15 digits"),
        Arguments.of(
            bar().splitCoefficient(-1),
            "split-coefficient-is-positive",
            "split coefficient -1.0 is not above 0"),
        Arguments.of(
            bar().splitCoefficient(1e300),
            "split-coefficient-is-in-range",
            "split coefficient 1.0E300 is outside 1e-9 to 1e9"),
        Arguments.of(
            bar().close(1e308).volume(-5),
            "price-is-in-range",
            "close 1.0E308 is outside 1e-20 to 1e20"),
        Arguments.of(bar().low(-0.5).volume(-5), "price-is-not-negative", "low -0.5 is negative"),
        Arguments.of(bar().volume(-5), "volume-is-not-negative", "volume -5 is negative"),
        Arguments.of(
            bar().high(1).low(2).open(5), "high-is-not-below-low", "high 1.0 is below low 2.0"),
        Arguments.of(
            bar().high(2).low(1).open(2.5), "open-is-in-range", "open 2.5 is outside 1.0 to 2.0"),
        Arguments.of(
            bar().high(2).low(1).close(0.5),
            "close-is-in-range",
            "close 0.5 is outside 1.0 to 2.0"),
        Arguments.of(bar().high(2).close(3), "close-is-in-range", "close 3.0 is outside ? to 2.0"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("breaches")
  @DisplayName("a row is rejected for the first rule that it breaks")
  void rejections(Bar.Builder bar, String rule, String reason) {
    Bar fine = Bar.of("FINE", DAY, 1);
    Bar broken = bar.build();
    BarsStage stage = BarsStage.from(InMemoryBars.of(fine, broken));
    assertThat(stage.collect(RUNNER)).containsExactly(fine);
    assertThat(stage.rejected().collect(RUNNER))
        .containsExactly(
            RejectedRow.builder()
                .rule(rule)
                .reason(reason)
                .origin("2 bars in memory")
                .line(2)
                .text(RawBar.toText(broken))
                .build());
  }

  @Test
  @DisplayName("what touches a bound obeys the rules, and so does what is missing")
  void bounds() {
    List<Bar> bars =
        List.of(
            bar().volume(999_999_999_999_999L).build(),
            bar().ticker(Ticker.of("B")).open(1).close(2).low(1).high(2).build(),
            bar().ticker(Ticker.of("C")).open(0).low(0).build());
    assertThat(BarsStage.from(InMemoryBars.of(bars)).collect(RUNNER)).isEqualTo(bars);
  }

  @Test
  @DisplayName("of identical bars one is kept, of conflicting ones none")
  void duplicates() {
    Bar one = Bar.of("A", DAY, 1);
    Bar other = Bar.of("A", DAY, 2);
    Bar third = Bar.of("B", DAY, 2);
    BarsStage stage = BarsStage.from(InMemoryBars.of(third, one, third, other, one, third));
    assertThat(stage.collect(RUNNER)).containsExactly(third);
    assertThat(stage.rejected().collect(RUNNER))
        .extracting(RejectedRow::line, RejectedRow::describe)
        .containsExactly(
            tuple(OptionalLong.of(2), conflictOn(2)),
            tuple(OptionalLong.of(4), conflictOn(4)),
            tuple(OptionalLong.of(5), conflictOn(5)));
    assertThat(input(stage))
        .isEqualTo(
            new RunReport.Input(
                "6 bars in memory", 6, 1, 2, Map.of("bars-do-not-conflict", 3L), Map.of()));
  }

  private static String conflictOn(int line) {
    return "6 bars in memory:"
        + line
        + ": 3 bars of A on 2020-01-06 differ (rule bars-do-not-conflict)";
  }

  @Test
  @DisplayName("a relaxed rule warns and keeps the row; a negative volume is then missing")
  void relaxed() {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bar().volume(-5).open(-1).high(-2).build()))
            .checkedBy(
                BarRules.standard()
                    .relaxing(StandardRule.VOLUME_IS_NOT_NEGATIVE)
                    .relaxing(StandardRule.PRICE_IS_NOT_NEGATIVE)
                    .relaxing(StandardRule.OPEN_IS_IN_RANGE));
    assertThat(stage.collect(RUNNER)).containsExactly(bar().open(-1).high(-2).build());
    assertThat(input(stage).warnedByRule())
        .as("two negative prices are one row")
        .isEqualTo(
            Map.of(
                "volume-is-not-negative", 1L, "price-is-not-negative", 1L, "open-is-in-range", 1L));
    assertThat(stage.rejected().collect(RUNNER)).isEmpty();
  }

  @Test
  @DisplayName("a row that breaks a relaxed rule and then another is rejected, and no warning")
  void relaxedAndRejected() {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bar().open(-1).volume(-5).build()))
            .checkedBy(
                BarRules.standard().relaxing(StandardRule.PRICE_IS_NOT_NEGATIVE).withoutLimits());
    assertThat(input(stage).warnedByRule()).isEmpty();
    assertThat(input(stage).rejectedByRule()).isEqualTo(Map.of("volume-is-not-negative", 1L));
  }

  /** An own rule. */
  private record MinimumVolume(long shares) implements BarRule {

    @Override
    public String ruleName() {
      return "volume-is-at-least-" + shares;
    }

    @Override
    public Optional<String> violation(Bar bar) {
      return bar.volume().orElseThrow() < shares
          ? Optional.of("volume " + bar.volume().getAsLong() + " is too small")
          : Optional.empty();
    }
  }

  @Test
  @DisplayName("a rule of one's own is asked after the standard ones, of rows that obey them")
  void ownRules() {
    BarsStage stage =
        BarsStage.from(
                InMemoryBars.of(
                    bar().volume(-5).build(),
                    bar().ticker(Ticker.of("B")).volume(5).build(),
                    bar().ticker(Ticker.of("C")).volume(50).build()))
            .checkedBy(
                BarRules.standard()
                    .and(new MinimumVolume(10))
                    .and(new MinimumVolume(100))
                    .relaxing(new MinimumVolume(100))
                    .failingAbove(1));
    assertThat(input(stage).rejectedByRule())
        .isEqualTo(Map.of("volume-is-not-negative", 1L, "volume-is-at-least-10", 1L));
    assertThat(input(stage).warnedByRule()).isEqualTo(Map.of("volume-is-at-least-100", 1L));
  }

  @Test
  @DisplayName("a run fails above the share of rows that a rule allows")
  void fatalShare() {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bar().volume(-5).build(), Bar.of("B", DAY, 1)));
    BarRules half = BarRules.standard().failingAbove(StandardRule.VOLUME_IS_NOT_NEGATIVE, 0.5);
    assertThat(stage.checkedBy(half).collect(RUNNER)).hasSize(1);
    assertThatThrownBy(
            () ->
                stage
                    .checkedBy(
                        BarRules.standard().failingAbove(StandardRule.VOLUME_IS_NOT_NEGATIVE, 0.25))
                    .collect(RUNNER))
        .isInstanceOf(QualityException.class)
        .hasMessage(
            "2 bars in memory: 1 of 2 rows broke rule volume-is-not-negative, more than the 25 %"
                + " allowed, such as 2 bars in memory:1: volume -5 is negative; mend the input, or"
                + " raise the limit with failingAbove(...)");
  }

  @Test
  @DisplayName("rejected rows are kept whatever their date, published or not")
  void rejectedOutsideDates() {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bar().volume(-5).build())).to(DAY.minusDays(1));
    assertThat(stage.rejected().collect(RUNNER)).hasSize(1);
  }

  @Test
  @DisplayName("the stage's as-of date goes before the runner's")
  void asOf() {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bar().build()))
            .checkedBy(BarRules.standard().withoutLimits());
    assertThat(stage.asOf(DAY.minusDays(1)).collect(RUNNER)).isEmpty();
    assertThat(stage.collect(ReferenceRunner.create().asOf(DAY.minusDays(1)))).isEmpty();
    assertThat(stage.collect(ReferenceRunner.create())).as("today").hasSize(1);
  }

  private static Bar.Builder bar() {
    return Bar.builder().ticker(Ticker.of("A")).tradeDate(DAY);
  }

  private static RunReport.Input input(BarsStage stage) {
    return VolumePipeline.named("test", stage.into(new InMemorySink<>()))
        .run(RUNNER)
        .inputs()
        .get(0);
  }
}
