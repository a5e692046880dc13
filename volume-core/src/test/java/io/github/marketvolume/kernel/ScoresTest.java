package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoresTest {

  private static final double NONE = Double.NaN;

  /** Small windows with the values that an independent computation gives for them. */
  record Case(
      String name,
      List<Double> window,
      double current,
      double mean,
      double variance,
      double median,
      double mad,
      double meanAbsoluteDeviation,
      double z,
      double modifiedZ) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "even count: the median is the mean of the middle two",
            rows(1, 2, 3, 4, 10, 20),
            12,
            6.66666666666667,
            52.6666666666667,
            3.5,
            2,
            4.66666666666667,
            0.7349043394794,
            2.866625),
        new Case(
            "odd count", rows(1, 2, 3, 4, 10), 12, 4, 12.5, 3, 1, 2.2, 2.26274169979695, 6.0705),
        new Case(
            "MAD 0: the mean absolute deviation steps in",
            rows(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 9, 12, 10, 10),
            14,
            10.1,
            0.305263157894737,
            10,
            0,
            0.2,
            7.05874366080576,
            15.9576929644127),
        new Case("flat, the common value", repeat(20, 5), 5, 5, 0, 5, 0, 0, NONE, 0),
        new Case("flat, another value", repeat(20, 5), 6, 5, 0, 5, 0, 0, NONE, NONE),
        new Case(
            "large offset: a sum of squares in binary64 gives variance -215.6",
            repeat(20, 1_000_000_000, 1_000_000_001, 1_000_000_002),
            1_000_000_005,
            1000000000.95,
            0.681578947368421,
            1_000_000_001,
            1,
            0.65,
            4.90565423249159,
            2.698),
        new Case(
            "billions: the sum of squares overflows a long",
            rows(
                1880998000,
                1867110000,
                1722568400,
                1676018400,
                1506120000,
                1460852400,
                1418844000,
                1285860800,
                1282915200,
                1266893600),
            2_000_000_000,
            1536818080,
            5.5818774909184e+16,
            1483486200,
            199098200,
            193744880,
            1.96047563131268,
            1.74983278653448),
        new Case(
            "after a spike: Welford's update slid over it gives variance -134.7",
            repeat(20, 1000, 1001, 1002, 1003, 1004),
            1010,
            1002,
            2.10526315789474,
            1002,
            1,
            1.2,
            5.51361950083609,
            5.396));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scores_equalIndependentValues(Case c) {
    SlidingWindow window = new SlidingWindow(c.window.size());
    Moments moments = window.moments();
    OrderStatistics order = window.order();
    window.push(1.88e9);
    for (double value : c.window) {
      window.push(value);
    }
    assertClose("mean", moments.mean(), c.mean);
    assertClose("variance", moments.variance(), c.variance);
    assertClose("median", order.median(), c.median);
    assertClose("mad", order.medianAbsoluteDeviation(), c.mad);
    assertClose("mean absolute", order.meanAbsoluteDeviation(), c.meanAbsoluteDeviation);
    double z = Scores.zScore(c.current, moments.mean(), moments.standardDeviation());
    assertClose("z", z, c.z);
    assertClose("modified z", Scores.modifiedZScore(c.current, order), c.modifiedZ);
  }

  @Property
  void scores_doNotDependOnUnitOrOrigin(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = -1000, max = 1000) Integer> values,
      @ForAll @IntRange(min = -1000, max = 1000) int current,
      @ForAll @IntRange(min = 1, max = 1000) int unit,
      @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int origin) {
    SlidingWindow plain = new SlidingWindow(30);
    SlidingWindow moved = new SlidingWindow(30);
    Moments before = plain.moments();
    Moments after = moved.moments();
    OrderStatistics orderBefore = plain.order();
    OrderStatistics orderAfter = moved.order();
    for (int value : values) {
      plain.push(value);
      moved.push((double) value * unit + origin);
    }
    double x = (double) current * unit + origin;
    assertClose(
        "z",
        Scores.zScore(x, after.mean(), after.standardDeviation()),
        Scores.zScore(current, before.mean(), before.standardDeviation()),
        1e-9);
    assertClose(
        "modified z",
        Scores.modifiedZScore(x, orderAfter),
        Scores.modifiedZScore(current, orderBefore));
  }

  @Property
  void modifiedZScore_changesSignWithItsData(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -9, max = 9) Integer> values,
      @ForAll @IntRange(min = -9, max = 9) int current) {
    double[] window = values.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] negated = Arrays.stream(window).map(v -> -v).toArray();
    assertClose(
        "modified z",
        Scores.modifiedZScore(-current, order(negated)),
        -Scores.modifiedZScore(current, order(window)));
  }

  @Property
  void percentileRank_isTheMeanShareOfTheRanksOfItsTies(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 9) Integer> values) {
    double[] window = values.stream().mapToDouble(Integer::doubleValue).toArray();
    double x = window[window.length - 1];
    int[] ranks = Ranking.rank(window, false, Ranking.Ties.ORDINAL);
    double sum = 0;
    int ties = 0;
    for (int i = 0; i < window.length; i++) {
      if (window[i] == x) {
        sum += ranks[i];
        ties++;
      }
    }
    assertClose(
        "percentile rank",
        Scores.percentileRank(x, order(window), true),
        sum / ties / window.length);
  }

  @Test
  void percentileRank_countsHalfOfItsTies() {
    assertThat(Scores.percentileRank(3, order(1, 2, 3, 4), true)).isEqualTo(0.75);
    assertThat(Scores.percentileRank(4, order(1, 2, 3, 4), true)).isEqualTo(1);
    assertThat(Scores.percentileRank(2, order(1, 2, 2, 4), true)).isEqualTo(0.625);
  }

  @Test
  void missingValuesAndEmptyWindows_haveNoScore() {
    OrderStatistics empty = new OrderStatistics(1);
    assertThat(Scores.zScore(NONE, 0, 1)).isNaN();
    assertThat(Scores.zScore(1, NONE, NONE)).isNaN();
    assertThat(Scores.modifiedZScore(1, empty)).isNaN();
    assertThat(Scores.modifiedZScore(NONE, order(1, 2, 4))).isNaN();
    assertThat(Scores.modifiedZScore(NONE, order(1, 1, 1))).isNaN();
    assertThat(Scores.percentileRank(1, empty, true)).isNaN();
    assertThat(Scores.percentileRank(NONE, order(1, 2), true)).isNaN();
  }

  private static OrderStatistics order(double... values) {
    OrderStatistics order = new OrderStatistics(values.length);
    for (double value : values) {
      order.add(value);
    }
    return order;
  }

  private static List<Double> rows(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The pattern over and over, up to {@code length} values. */
  private static List<Double> repeat(int length, double... pattern) {
    return IntStream.range(0, length).mapToObj(i -> pattern[i % pattern.length]).toList();
  }
}
