package io.github.marketvolume.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for all episodes, and for every comparison of two series of them. */
class EvaluationLawsTest {

  private static final int DAYS = 60;

  private static final List<LocalDate> SERIES =
      IntStream.range(0, DAYS)
          .mapToObj(i -> LocalDate.of(2020, 1, 6).plusDays(i / 5 * 7 + i % 5))
          .toList();

  @Property(tries = 300)
  void episodes_partitionTheFlaggedDays(
      @ForAll("flags") boolean[] flags, @ForAll @IntRange(min = 1, max = 10) int within) {
    Episodes episodes = Episodes.of(SERIES, flags, scores(), within);
    List<LocalDate> covered = new ArrayList<>();
    int last = Integer.MIN_VALUE / 2;
    for (Episode episode : episodes.list()) {
      int start = SERIES.indexOf(episode.start());
      assertThat(start - last).isGreaterThan(within);
      last = SERIES.indexOf(episode.end());
      List<LocalDate> own = new ArrayList<>();
      int previous = start;
      for (int i = start; i <= last; i++) {
        if (flags[i]) {
          assertThat(i - previous).isLessThanOrEqualTo(within);
          previous = i;
          own.add(SERIES.get(i));
        }
      }
      assertThat(own)
          .hasSize(episode.flaggedDays())
          .startsWith(episode.start())
          .endsWith(episode.end())
          .contains(episode.peakDate())
          .allMatch(day -> scores()[SERIES.indexOf(day)] <= episode.peakScore());
      covered.addAll(own);
    }
    assertThat(covered).isEqualTo(episodes.flaggedDays());
    assertThat(covered)
        .isEqualTo(IntStream.range(0, DAYS).filter(i -> flags[i]).mapToObj(SERIES::get).toList());
  }

  @Property(tries = 300)
  void joiningWider_neverMakesMoreEpisodes(
      @ForAll("flags") boolean[] flags, @ForAll @IntRange(min = 1, max = 10) int within) {
    assertThat(Episodes.of(SERIES, flags, scores(), within + 1).list())
        .hasSizeLessThanOrEqualTo(Episodes.of(SERIES, flags, scores(), within).list().size());
  }

  @Property(tries = 300)
  void shares_areFromZeroToOne(
      @ForAll("series") Episodes truth,
      @ForAll("series") Episodes alarms,
      @ForAll @IntRange(min = 0, max = 5) int within) {
    Detection detection = Detection.of(truth, alarms, within);
    assertThat(
            Stream.of(detection.recall(), detection.precision(), detection.f1())
                .flatMapToDouble(OptionalDouble::stream)
                .boxed())
        .allMatch(share -> share >= 0 && share <= 1);
    assertThat(detection.truthEpisodes()).isEqualTo(truth.list().size());
    assertThat(detection.alarmEpisodes()).isEqualTo(alarms.list().size());
    assertThat(detection.recall().isPresent()).isEqualTo(!truth.list().isEmpty());
    assertThat(detection.precision().isPresent()).isEqualTo(!alarms.list().isEmpty());
  }

  @Property(tries = 300)
  void widening_neverLowersRecallOrPrecision(
      @ForAll("series") Episodes truth,
      @ForAll("series") Episodes alarms,
      @ForAll @IntRange(min = 0, max = 5) int within) {
    Detection narrow = Detection.of(truth, alarms, within);
    Detection wide = Detection.of(truth, alarms, within + 1);
    assertThat(wide.found()).containsAll(narrow.found());
    assertThat(wide.right()).containsAll(narrow.right());
  }

  @Property(tries = 100)
  void theTruthItself_isAPerfectDetector(@ForAll("series") Episodes truth) {
    Detection detection = Detection.of(truth, truth, 0);
    assertThat(detection.missed()).isEmpty();
    assertThat(detection.wrong()).isEmpty();
  }

  private static double[] scores() {
    return IntStream.range(0, DAYS).mapToDouble(i -> i * 37 % 11).toArray();
  }

  @Provide
  Arbitrary<boolean[]> flags() {
    return Arbitraries.integers()
        .between(1, 12)
        .flatMap(
            every ->
                Arbitraries.integers()
                    .between(1, every)
                    .map(drawn -> drawn == 1)
                    .array(Boolean[].class)
                    .ofSize(DAYS))
        .map(
            drawn -> {
              boolean[] flags = new boolean[DAYS];
              for (int i = 0; i < DAYS; i++) {
                flags[i] = drawn[i];
              }
              return flags;
            });
  }

  @Provide
  Arbitrary<Episodes> series() {
    return Combinators.combine(flags(), Arbitraries.integers().between(1, 8))
        .as((flags, within) -> Episodes.of(SERIES, flags, scores(), within));
  }
}
