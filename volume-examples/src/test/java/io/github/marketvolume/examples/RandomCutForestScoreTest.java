package io.github.marketvolume.examples;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.amazon.randomcutforest.RandomCutForest;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomCutForestScoreTest {

  private static final int DAYS = 120;
  private static final int BUSY = 100;
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

  /** The usual volumes, with a day of ten times as many and one of a tenth. */
  private static List<Bar> market() {
    Random random = new Random(5);
    List<Bar> bars = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      double factor = day == BUSY ? 10 : day == BUSY + 5 ? 0.1 : 1;
      long volume = Math.round(1e6 * factor * Math.exp(0.2 * random.nextGaussian()));
      bars.add(Bar.of("A", FIRST.plusDays(day), day % 40 == 39 ? 0 : volume));
    }
    return bars;
  }

  private static Score<Bar> score(RollingWindow window) {
    return LOG_VOLUME.score(new RandomCutForestScore(20, 64, 1)).over(window).as("forest");
  }

  private static List<Double> scores(Runner runner, RollingWindow window) {
    return BarsStage.from(InMemoryBars.of(market())).measure(score(window)).collect(runner).stream()
        .map(row -> row.get(score(window)).orElse(Double.NaN))
        .toList();
  }

  @Test
  void aLargeVolume_hasTheHighestScore_andASmallOneNone() {
    List<Double> scores = scores(LocalRunner.create(), bars(1_000).requiring(30));
    assertThat(scores.subList(0, 30)).containsOnly(Double.NaN);
    assertThat(scores.get(BUSY)).isGreaterThan(1.5);
    for (int day = 31; day < DAYS; day++) {
      if (day != BUSY && day % 40 != 39) {
        assertThat(scores.get(day)).as("day %d", day).isLessThan(scores.get(BUSY));
      }
    }
    assertThat(scores.get(BUSY + 5)).isLessThan(0.1);
    assertThat(scores.get(39)).as("a missing volume").isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 1_000})
  void runners_giveTheSame_whetherTheWindowSlidesOrNot(int length) {
    RollingWindow window = bars(length).requiring(10);
    assertThat(scores(LocalRunner.create(), window))
        .isEqualTo(scores(ReferenceRunner.create(), window));
  }

  @Test
  void aScore_isThatOfAForestOfTheValuesInTheWindow() {
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(1)
            .numberOfTrees(20)
            .sampleSize(64)
            .outputAfter(1)
            .randomSeed(1)
            .build();
    List<Bar> bars = market();
    for (Bar bar : bars.subList(BUSY - 15, BUSY)) {
      forest.update(point(bar));
    }
    assertThat(scores(LocalRunner.create(), bars(15).requiring(10)).get(BUSY))
        .isEqualTo(forest.getAnomalyAttribution(point(bars.get(BUSY))).high[0], within(1e-12));
  }

  private static float[] point(Bar bar) {
    return new float[] {(float) Math.log((double) bar.volume().orElseThrow())};
  }

  @Test
  void aForestThatCannotBe_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomCutForestScore(0, 256, 1))
        .withMessage(
            "a forest of 0 trees of 256 values is not possible; give 1 tree and 2 values or more");
  }
}
