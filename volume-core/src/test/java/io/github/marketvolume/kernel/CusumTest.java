package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CusumTest {

  /**
   * Without a decision interval in reach the sum is the height of a random walk above its lowest
   * point so far (Page 1954).
   */
  @Property
  void sum_isTheRiseAboveTheLowestPoint(
      @ForAll List<@IntRange(min = -9, max = 9) Integer> steps,
      @ForAll @IntRange(max = 3) int allowance) {
    Cusum cusum = new Cusum(allowance, 1e9);
    int height = 0;
    int lowest = 0;
    for (int step : steps) {
      cusum.push(step);
      height += step - allowance;
      lowest = Math.min(lowest, height);
      assertThat(cusum.result()).isEqualTo(height - lowest);
    }
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cusum(-0.5, 5))
        .withMessage("Cusum: allowance is -0.5; give a finite number, 0 or above");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cusum(0.5, 0))
        .withMessage("Cusum: decision interval is 0.0; give a finite number above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cusum(0.5, 5).push(Double.NEGATIVE_INFINITY))
        .withMessage("Cusum: cannot push -Infinity; push a finite value, or NaN for a missing one");
  }
}
