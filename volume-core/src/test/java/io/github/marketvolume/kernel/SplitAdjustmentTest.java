package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SplitAdjustmentTest {

  private static final double NONE = Double.NaN;

  @Test
  void factor_isTheProductOfAllLaterCoefficients() {
    assertThat(SplitAdjustment.factors(new double[] {NONE, 2, 1, NONE, 0.1, NONE, 99}, 6))
        .containsExactly(2 * 1 * 0.1, 0.1, 0.1, 0.1, 1, 1);
  }

  @Test
  void volume_keepsItsFraction() {
    assertThat(SplitAdjustment.volume(67_178_500, 28)).isEqualTo(1_880_998_000.0);
    assertThat(SplitAdjustment.volume(1001, 0.125)).isEqualTo(125.125);
    assertThat(SplitAdjustment.volume(2, 1e-20)).isEqualTo(2e-20);
    assertThat(SplitAdjustment.volume(NONE, 2)).isNaN();
  }

  @Test
  void whatLeavesItsRange_isMissing() {
    assertThat(SplitAdjustment.volume(999_999_999_999_999.0, 1.0000001)).isNaN();
    assertThat(SplitAdjustment.volume(999_999_999_999_998.0, 0.5)).isEqualTo(499_999_999_999_999.0);
    assertThat(SplitAdjustment.price(1e20, 0.5)).isNaN();
    assertThat(SplitAdjustment.price(1e-20, 2)).isNaN();
    assertThat(SplitAdjustment.price(0, 2)).isZero();
    assertThat(SplitAdjustment.factors(new double[] {NONE, 1e-9, 1e9, 1e9, 1e9, 1}, 6))
        .containsExactly(NONE, NONE, 1e9 * 1e9, 1e9, 1, 1);
    assertThat(SplitAdjustment.volume(0.5, 1e-20)).isNaN();
    assertThat(SplitAdjustment.volume(5, NONE)).isNaN();
    assertThat(SplitAdjustment.price(5, NONE)).isNaN();
  }

  @Property
  void priceTimesVolume_isInvariant(
      @ForAll @LongRange(min = 1, max = 9_999_999_999_999L) long volume,
      @ForAll @DoubleRange(min = 0.01, max = 100_000) double price,
      @ForAll @DoubleRange(min = 0.1, max = 50) double factor) {
    double adjustedPrice = SplitAdjustment.price(price, factor);
    double adjustedVolume = SplitAdjustment.volume((double) volume, factor);
    assertThat(adjustedPrice * adjustedVolume)
        .isCloseTo(price * volume, within(1e-12 * price * volume));
  }

  @Property
  void splittingTwice_isSplittingByTheProduct(
      @ForAll @DoubleRange(min = 0.1, max = 50) double one,
      @ForAll @DoubleRange(min = 0.1, max = 50) double other) {
    assertThat(SplitAdjustment.factors(new double[] {NONE, one, other}, 3)[0])
        .isEqualTo(SplitAdjustment.factors(new double[] {NONE, NONE, one * other}, 3)[0]);
  }
}
