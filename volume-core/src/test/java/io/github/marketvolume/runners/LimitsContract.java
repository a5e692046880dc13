package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many rows of bars in memory may be rejected before a run fails, and what it says then. */
public abstract class LimitsContract {

  protected static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  protected static final String RAISE =
      "; mend the input, or raise the limit with failingAbove(...)";

  /** The runner that is shown to keep to the limits. */
  protected abstract Runner runner();

  /** Bars of which the first ones break a rule. */
  private static BarsStage bars(int bad, int good) {
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < bad; i++) {
      bars.add(Bar.of("BAD" + i, DAY, -5));
    }
    for (int i = 0; i < good; i++) {
      bars.add(Bar.of("GOOD" + i, DAY, 5));
    }
    return BarsStage.from(InMemoryBars.of(bars));
  }

  private static String why(int bad, int all) {
    return all
        + " bars in memory: "
        + bad
        + " of "
        + all
        + " rows were rejected, more than the 50 % allowed; commonest reason:"
        + " volume-is-not-negative ("
        + bad
        + " rows), such as "
        + all
        + " bars in memory:1: volume -5 is negative"
        + RAISE;
  }

  /** Fails to collect a stage, and to run it; says why, which is the same. */
  protected final void assertFails(BarsStage bars, String message) {
    assertThatThrownBy(() -> bars.collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessage(message);
    InMemorySink<Bar> sink = new InMemorySink<>();
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    VolumePipeline pipeline =
        VolumePipeline.named("test", bars.rejected().into(rejected), bars.into(sink));
    assertThatThrownBy(() -> pipeline.run(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessage(message);
    assertThat(sink.rows()).as("nothing is published").isEmpty();
    assertThat(rejected.rows()).as("nothing is published").isEmpty();
  }

  @Test
  @DisplayName("half of the rows may be rejected, and not one more")
  void half() {
    assertThat(bars(2, 2).collect(runner())).hasSize(2);
    assertFails(bars(3, 2), why(3, 5));
    assertFails(bars(4, 0), why(4, 4));
  }

  @Test
  @DisplayName("every stage that is computed from bars keeps to the limit")
  void everyStage() {
    BarsStage bars = bars(3, 2);
    List<Stage<?>> stages =
        List.of(
            bars,
            bars.rankAcrossTickers(),
            bars.flag(VOLUME.atLeast(3).as("large")),
            bars.flag(VOLUME.atLeast(3).as("large")).anomalies(),
            bars.leaderboard(VOLUME.max()),
            bars.market(CrossSection.total(VOLUME)));
    for (Stage<?> stage : stages) {
      assertThatThrownBy(() -> stage.collect(runner()))
          .isInstanceOf(QualityException.class)
          .hasMessage(why(3, 5));
    }
  }

  @Test
  @DisplayName("a run that only lists rejected rows has no limit")
  void rejectedOnly() {
    BarsStage bars = bars(3, 0);
    BarsStage strict =
        bars.checkedBy(
            BarRules.standard()
                .failingAbove(0)
                .failingAbove(StandardRule.VOLUME_IS_NOT_NEGATIVE, 0));
    for (BarsStage stage : List.of(bars, strict)) {
      assertThat(stage.rejected().collect(runner())).hasSize(3);
      InMemorySink<RejectedRow> one = new InMemorySink<>();
      InMemorySink<RejectedRow> other = new InMemorySink<>();
      RunReport report =
          VolumePipeline.named("test", stage.rejected().into(one), stage.rejected().into(other))
              .run(runner());
      assertThat(one.rows()).hasSize(3).isEqualTo(other.rows());
      assertThat(report.rowsRejected()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("a user's limit replaces the default limit, exactly")
  void ownLimit() {
    BarRules rules = BarRules.standard();
    assertThat(bars(3, 1).checkedBy(rules.failingAbove(0.75)).collect(runner())).hasSize(1);
    assertThat(bars(29, 71).checkedBy(rules.failingAbove(0.29)).collect(runner()))
        .as("0.29 of 100 rows are 29, whatever 0.29 * 100 is in binary")
        .hasSize(71);
    assertFails(
        bars(1, 9).checkedBy(rules.failingAbove(0)),
        "10 bars in memory: 1 of 10 rows were rejected, more than the 0 % allowed; commonest"
            + " reason: volume-is-not-negative (1 row), such as 10 bars in memory:1: volume -5 is"
            + " negative"
            + RAISE);
    assertThat(bars(0, 9).checkedBy(rules.failingAbove(0)).collect(runner())).hasSize(9);
  }

  @Test
  @DisplayName("a limit of one rule applies in addition to the default limit")
  void limitOfARule() {
    BarRules rules = BarRules.standard().failingAbove(StandardRule.VOLUME_IS_NOT_NEGATIVE, 0.25);
    assertThat(bars(1, 3).checkedBy(rules).collect(runner())).hasSize(3);
    assertFails(
        bars(2, 3).checkedBy(rules),
        "5 bars in memory: 2 of 5 rows broke rule volume-is-not-negative, more than the 25 %"
            + " allowed, such as 5 bars in memory:1: volume -5 is negative"
            + RAISE);
    BarRules high = BarRules.standard().failingAbove(StandardRule.VOLUME_IS_NOT_NEGATIVE, 1);
    assertFails(bars(3, 2).checkedBy(high), why(3, 5));
    assertFails(
        bars(2, 3).checkedBy(rules.relaxing(StandardRule.VOLUME_IS_NOT_NEGATIVE)),
        "5 bars in memory: 2 of 5 rows broke rule volume-is-not-negative, more than the 25 %"
            + " allowed"
            + RAISE);
  }

  @Test
  @DisplayName(
      "a run that accepts no bar fails whatever share it allows, unless there are no limits")
  void noBarAtAll() {
    BarRules rules = BarRules.standard();
    assertFails(
        bars(3, 0).checkedBy(rules.failingAbove(1)),
        "3 bars in memory: no bar was accepted, 3 of 3 rows were rejected; commonest reason:"
            + " volume-is-not-negative (3 rows), such as 3 bars in memory:1: volume -5 is"
            + " negative; mend the input, or drop all limits with withoutLimits()");
    assertThat(bars(3, 1).checkedBy(rules.failingAbove(1)).collect(runner())).hasSize(1);
    assertThat(bars(3, 0).checkedBy(rules.withoutLimits()).collect(runner())).isEmpty();
    assertThat(bars(0, 0).collect(runner())).as("there was nothing to reject").isEmpty();
  }

  @Test
  @DisplayName("the error names the most common reason, with its first row")
  void commonestReason() {
    Bar good = Bar.of("A", DAY, 5);
    BarsStage bars =
        BarsStage.from(
            InMemoryBars.of(
                good,
                Bar.of("B", DAY, -5),
                Bar.of("C", DAY, 1),
                Bar.of("D", DAY, 1),
                Bar.of("D", DAY, 2),
                Bar.of("C", DAY, 2)));
    assertFails(
        bars,
        "6 bars in memory: 5 of 6 rows were rejected, more than the 50 % allowed; commonest"
            + " reason: bars-do-not-conflict (4 rows), such as 6 bars in memory:3: 2 bars of C on"
            + " 2020-01-06 differ"
            + RAISE);
  }

  @Test
  @DisplayName("duplicates are not rejected rows")
  void duplicates() {
    Bar bar = Bar.of("A", DAY, 5);
    BarsStage bars = BarsStage.from(InMemoryBars.of(bar, bar, bar, bar, Bar.of("B", DAY, -1)));
    assertThat(bars.checkedBy(BarRules.standard().failingAbove(0.2)).collect(runner()))
        .containsExactly(bar);
    InMemorySink<Bar> sink = new InMemorySink<>();
    RunReport report = VolumePipeline.named("test", bars.into(sink)).run(runner());
    assertThat(report.inputs().get(0))
        .isEqualTo(
            new RunReport.Input(
                "5 bars in memory", 5, 1, 3, Map.of("volume-is-not-negative", 1L), Map.of()));
  }
}
