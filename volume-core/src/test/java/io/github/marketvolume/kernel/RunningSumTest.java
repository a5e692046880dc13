package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A sum in which small values are not lost beside large ones. */
class RunningSumTest {

  @Property
  void sum_isTheExactOneRounded(@ForAll List<@DoubleRange(min = -1e15, max = 1e15) Double> values) {
    RunningSum sum = new RunningSum();
    BigDecimal exact = BigDecimal.ZERO;
    double size = 0;
    for (double value : values) {
      sum.push(value);
      exact = exact.add(new BigDecimal(value));
      size += Math.abs(value);
      assertThat(sum.result())
          .isCloseTo(exact.doubleValue(), within(Math.ulp(exact.doubleValue()) + size * 1e-30));
    }
  }

  @Test
  @DisplayName("what a plain sum loses is there, and a missing value changes nothing")
  void small() {
    RunningSum sum = new RunningSum();
    assertThat(sum.result()).isZero();
    for (double value : new double[] {1e16, 1, Double.NaN, 1, -1e16}) {
      sum.push(value);
    }
    assertThat(sum.result()).isEqualTo(2);
  }
}
