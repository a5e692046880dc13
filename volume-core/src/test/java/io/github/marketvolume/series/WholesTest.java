package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.marketvolume.kernel.WholeWindow;
import io.github.marketvolume.metric.StandardStatistic.Kind;
import org.junit.jupiter.api.Test;

/** Whole numbers beyond those that doubles hold. */
class WholesTest {

  @Test
  void rounded_goesToTheEvenNumberHalfway() {
    assertThat(Wholes.rounded(2.5)).isEqualTo(2);
    assertThat(Wholes.rounded(3.5)).isEqualTo(4);
    assertThat(Wholes.rounded(-2.4)).isEqualTo(-2);
  }

  @Test
  void roundedBeyondALong_isMissing() {
    assertThat(Wholes.rounded(Math.nextDown(0x1p63))).isEqualTo(0x1p63 - 1024);
    assertThat(Wholes.rounded(0x1p63)).isNaN();
    assertThat(Wholes.rounded(-0x1p63)).isNaN();
    assertThat(Wholes.rounded(NaN)).isNaN();
  }

  @Test
  void isInexact_isOfNumbersFromTwoToThe53On() {
    assertThat(Wholes.isInexact(0x1p53 - 1)).isFalse();
    assertThat(Wholes.isInexact(0x1p53)).isTrue();
    assertThat(Wholes.isInexact(-0x1p53)).isTrue();
    assertThat(Wholes.isInexact(NaN)).isFalse();
  }

  @Test
  void toLongs_takesTheFirstNumbers() {
    assertThat(Wholes.toLongs(new double[] {3, NaN, 0, 7}, 3))
        .containsExactly(3, Wholes.MISSING, 0);
  }

  @Test
  void toObjects_givesNullWhereMissing() {
    assertThat(Wholes.toObjects(new long[] {3, Wholes.MISSING, 0})).containsExactly(3L, null, 0L);
  }

  @Test
  void ordinals_areInTheOrderOfTheLongs() {
    long big = 1L << 53;
    assertThat(Wholes.ordinals(new long[] {big + 1, -4, Wholes.MISSING, big, -4}))
        .containsExactly(2, 0, NaN, 1, 0);
  }

  @Test
  void mayBeInexact_isOfTotalsAndOfTheLargestAndSmallest() {
    assertThat(Wholes.mayBeInexact(VOLUME.total().statistic())).isTrue();
    assertThat(Wholes.mayBeInexact(VOLUME.max().statistic())).isTrue();
    assertThat(Wholes.mayBeInexact(VOLUME.min().statistic())).isTrue();
    assertThat(Wholes.mayBeInexact(VOLUME.count().statistic())).isFalse();
  }

  @Test
  void statistic_isOfARangeOfLongs() {
    long[] longs = {9, 1, Wholes.MISSING, 3, 8};
    assertThat(Wholes.statistic(Kind.TOTAL, longs, 1, 4)).isEqualTo(4);
    assertThat(Wholes.statistic(Kind.MAX, longs, 1, 4)).isEqualTo(3);
    assertThat(Wholes.statistic(Kind.MIN, longs, 1, 4)).isEqualTo(1);
  }

  @Test
  void statistic_isOfTheRowsOfAWindow() {
    WholeWindow window = new WholeWindow(3);
    window.push(9);
    window.push(1);
    window.push(3);
    window.push(Wholes.MISSING);
    assertThat(Wholes.statistic(Kind.TOTAL, window)).isEqualTo(4);
    assertThat(Wholes.statistic(Kind.MAX, window)).isEqualTo(3);
    assertThat(Wholes.statistic(Kind.MIN, window)).isEqualTo(1);
  }

  @Test
  void statisticThatIsNotOfWholeNumbers_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Wholes.statistic(Kind.MEAN, new long[] {1}, 0, 1))
        .withMessage("MEAN is not of whole numbers");
    assertThatIllegalStateException()
        .isThrownBy(() -> Wholes.statistic(Kind.MEDIAN, new WholeWindow(1)))
        .withMessage("MEDIAN is not of whole numbers");
  }
}
