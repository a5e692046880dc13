package io.github.marketvolume.evaluation;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.mean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.testing.ReferenceRunner;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodesTest {

  /** A Friday, so that the second trading day is three dates later. */
  private static final List<LocalDate> DAYS =
      List.of(
          LocalDate.parse("2020-02-07"),
          LocalDate.parse("2020-02-10"),
          LocalDate.parse("2020-02-11"),
          LocalDate.parse("2020-02-12"),
          LocalDate.parse("2020-02-13"),
          LocalDate.parse("2020-02-14"));

  @Test
  void flaggedDays_areJoinedByTheirDistanceInTradingDays() {
    boolean[] flagged = {true, true, false, false, true, false};
    double[] scores = {1.5, 2.5, Double.NaN, 9, 2, 0};
    Episode first = episode("2020-02-07", "2020-02-10", 2, "2020-02-10", 2.5);
    Episode second = episode("2020-02-13", "2020-02-13", 1, "2020-02-13", 2);

    Episodes apart = Episodes.of(DAYS, flagged, scores, 2);
    assertThat(apart.list()).containsExactly(first, second);
    assertThat(apart.flaggedDays()).containsExactly(DAYS.get(0), DAYS.get(1), DAYS.get(4));
    assertThat(apart).hasToString("2 episodes, 3 of 6 days flagged");

    assertThat(Episodes.of(DAYS, flagged, scores, 3).list())
        .containsExactly(episode("2020-02-07", "2020-02-13", 3, "2020-02-10", 2.5));
  }

  @Test
  void ofEqualPeaks_theEarliestIsTaken() {
    boolean[] flagged = {false, true, true, true, false, false};
    double[] scores = {9, 1, 2, 2, 9, 9};
    assertThat(Episodes.of(DAYS, flagged, scores, 1).list())
        .containsExactly(episode("2020-02-10", "2020-02-12", 3, "2020-02-11", 2));
  }

  @Test
  void withoutFlaggedDays_thereIsNoEpisode() {
    assertThat(Episodes.of(DAYS, new boolean[6], new double[6], 5).list()).isEmpty();
    assertThat(Episodes.of(List.of(), new boolean[0], new double[0], 5).list()).isEmpty();
  }

  @Test
  void rowsOfAMarket_giveTheSame() {
    List<Bar> bars =
        IntStream.range(0, DAYS.size())
            .mapToObj(i -> Bar.of("AAA", DAYS.get(i), i == 1 || i == 4 ? 100 + i : 10))
            .toList();
    CrossSection<Double> score = mean(VOLUME);
    Flag<MarketDay> alarm = score.atLeast(50);
    Episodes episodes =
        Episodes.of(
            BarsStage.from(InMemoryBars.of(bars))
                .market(score)
                .flag(alarm)
                .collect(ReferenceRunner.create()),
            alarm,
            score,
            5);
    assertThat(episodes)
        .isEqualTo(
            Episodes.of(
                DAYS,
                new boolean[] {false, true, false, false, true, false},
                new double[] {10, 101, 10, 10, 104, 10},
                5));
    assertThat(episodes.list())
        .containsExactly(episode("2020-02-10", "2020-02-13", 2, "2020-02-13", 104));
  }

  @Test
  void whatIsNoSeries_isRefused() {
    boolean[] flagged = {true, false, false, false, false, false};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Episodes.of(DAYS, new boolean[5], new double[6], 5))
        .withMessage("6 days, 5 flags and 6 scores are not one series; give one of each a day");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Episodes.of(DAYS, flagged, new double[6], 0))
        .withMessage("flagged days cannot be joined within 0 trading days; give 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Episodes.of(DAYS, flagged, new double[] {Double.NaN, 0, 0, 0, 0, 0}, 5))
        .withMessage("2020-02-07 is flagged with a score of NaN; give a finite one");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Episodes.of(List.of(DAYS.get(1), DAYS.get(0)), new boolean[2], new double[2], 5))
        .withMessage("2020-02-07 comes after 2020-02-10; give each day once, ascending");
  }

  private static Episode episode(String start, String end, int days, String peak, double score) {
    return new Episode(
        LocalDate.parse(start), LocalDate.parse(end), days, LocalDate.parse(peak), score);
  }
}
