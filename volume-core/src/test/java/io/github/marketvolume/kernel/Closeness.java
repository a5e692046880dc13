package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The promise of the kernels: equal to 1e-9, relative. */
final class Closeness {

  private static final double RELATIVE = 1e-9;

  private Closeness() {}

  static void assertClose(String what, double actual, double expected) {
    assertClose(what, actual, expected, 0);
  }

  /**
   * @param slack an absolute error to allow for, where the expected value is what is left after
   *     terms of a much larger size have cancelled
   */
  static void assertClose(String what, double actual, double expected, double slack) {
    if (Double.isNaN(expected)) {
      assertThat(actual).as(what).isNaN();
    } else {
      assertThat(actual)
          .as(what)
          .isCloseTo(expected, within(Math.abs(expected) * RELATIVE + slack));
    }
  }

  /** Equal to the last bit, NaN to NaN and zero to negative zero. */
  static void assertSame(String what, double actual, double expected) {
    assertThat(Double.valueOf(actual + 0.0)).as(what).isEqualTo(Double.valueOf(expected + 0.0));
  }
}
