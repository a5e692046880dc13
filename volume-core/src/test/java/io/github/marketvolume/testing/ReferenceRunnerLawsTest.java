package io.github.marketvolume.testing;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.concentration;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Stage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.quality.BarRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws that hold for any bars. */
class ReferenceRunnerLawsTest {

  private static final ReferenceRunner RUNNER = ReferenceRunner.create();
  private static final RollingWindow WINDOW = bars(5).requiring(3);
  private static final List<Metric<Bar, ?>> SCORES =
      List.of(
          VOLUME.zScore().over(WINDOW),
          VOLUME.modifiedZScore().over(WINDOW),
          VOLUME.ratioToMean().over(WINDOW),
          VOLUME.percentileRank().over(WINDOW),
          VOLUME.smoothed(Smoothing.ewma(0.2).startingAfter(4)).score(),
          Rank.trailing(VOLUME.descending(), WINDOW),
          Rank.inHindsight(VOLUME.descending()),
          Rank.acrossTickers(VOLUME.descending()));

  @Property(tries = 50)
  void scoresAndRanksDoNotKnowTheUnitOfVolume(
      @ForAll List<Bar> bars, @ForAll @IntRange(min = 2, max = 100) int factor) {
    List<Bar> scaled =
        bars.stream()
            .map(
                bar ->
                    bar.volume().isEmpty()
                        ? bar
                        : Bar.builder().from(bar).volume(bar.volume().getAsLong() * factor).build())
            .toList();
    List<Measured<Bar>> before = scores(bars).collect(RUNNER);
    List<Measured<Bar>> after = scores(scaled).collect(RUNNER);
    for (int i = 0; i < before.size(); i++) {
      for (Metric<Bar, ?> metric : SCORES) {
        requireClose(
            metric.name(),
            before.get(i).get(metric).orElse(null),
            after.get(i).get(metric).orElse(null));
      }
    }
  }

  private static MeasuredStage<Bar> scores(List<Bar> bars) {
    MeasuredStage<Bar> stage = BarsStage.from(InMemoryBars.of(bars)).measure();
    for (Metric<Bar, ?> score : SCORES) {
      stage = stage.measure(score);
    }
    return stage;
  }

  private static void requireClose(String name, Object before, Object after) {
    if (before instanceof Double x && after instanceof Double y) {
      assertThat(y).as(name).isCloseTo(x, within(1e-9 * Math.max(1, Math.abs(x))));
    } else {
      assertThat(after).as(name).isEqualTo(before);
    }
  }

  @Property(tries = 50)
  void theOrderOfTheInputDoesNotMatter(@ForAll @NastyBars List<Bar> bars, @ForAll Random random) {
    List<Bar> shuffled = new ArrayList<>(bars);
    Collections.shuffle(shuffled, random);
    Flag<Bar> spike = VOLUME.ratioToMean().over(WINDOW).atLeast(2);
    List<Function<BarsStage, Stage<?>>> stages =
        List.of(
            stage -> stage,
            stage -> stage.measure(SCORES.get(0), SCORES.get(1), SCORES.get(4), SCORES.get(6)),
            stage -> stage.leaderboard(VOLUME.max(), VOLUME.total(), spike.count()),
            stage -> stage.market(total(VOLUME), mean(VOLUME), concentration(VOLUME)).measure());
    for (Function<BarsStage, Stage<?>> stage : stages) {
      assertThat(rows(stage, shuffled)).isEqualTo(rows(stage, bars));
    }
  }

  private static List<?> rows(Function<BarsStage, Stage<?>> stage, List<Bar> bars) {
    return RUNNER.collect(
        stage.apply(
            BarsStage.from(InMemoryBars.of(bars)).checkedBy(BarRules.standard().withoutLimits())));
  }

  @Property(tries = 100)
  void everyRowIsAcceptedRejectedOrADuplicate(@ForAll @NastyBars List<Bar> bars) {
    InMemorySink<Bar> accepted = new InMemorySink<>();
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bars)).checkedBy(BarRules.standard().withoutLimits());
    RunReport report =
        VolumePipeline.named("all", stage.into(accepted), stage.rejected().into(rejected))
            .run(RUNNER);
    RunReport.Input input = report.inputs().get(0);
    assertThat(input.rowsRead()).isEqualTo(bars.size());
    assertThat(input.rowsAccepted()).isEqualTo(accepted.rows().size());
    assertThat(input.rowsRejected()).isEqualTo(rejected.rows().size());
    assertThat(input.rowsRead())
        .isEqualTo(input.rowsAccepted() + input.rowsRejected() + input.duplicatesDropped());
    assertThat(accepted.rows()).doesNotHaveDuplicates();
    assertThat(new HashSet<>(bars)).containsAll(accepted.rows());
  }

  @Property(tries = 50)
  void publishingFromADateDoesNotChangeWhatIsCausal(
      @ForAll @NastyBars List<Bar> bars, @ForAll @IntRange(min = 0, max = 100) int percent) {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(bars)).checkedBy(BarRules.standard().withoutLimits());
    var from = bars.get(bars.size() * percent / 101).tradeDate();
    Metric<Bar, Double> causal = VOLUME.modifiedZScore().over(WINDOW);
    assertThat(stage.from(from).measure(causal).collect(RUNNER))
        .isEqualTo(
            stage.measure(causal).collect(RUNNER).stream()
                .filter(row -> !row.tradeDate().isBefore(from))
                .toList());
  }
}
