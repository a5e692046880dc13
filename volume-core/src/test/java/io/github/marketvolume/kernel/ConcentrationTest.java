package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The Herfindahl-Hirschman index of a window. */
class ConcentrationTest {

  @Test
  @DisplayName("it is 1/n for n equal values, 1 for a single one, and missing without a total")
  void index() {
    Concentration kernel = new Concentration(4);
    assertThat(kernel.result()).isNaN();
    kernel.add(5);
    assertThat(kernel.result()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      kernel.add(5);
    }
    assertThat(kernel.result()).isCloseTo(0.25, within(1e-15));
    kernel.replace(5, 15);
    assertThat(kernel.result()).isCloseTo((3 * 25 + 225) / 900.0, within(1e-15));
    for (double value : new double[] {5, 5, 5, 15}) {
      kernel.evict(value);
    }
    assertThat(kernel.result()).isNaN();
    kernel.add(0);
    assertThat(kernel.result()).isNaN();
  }
}
