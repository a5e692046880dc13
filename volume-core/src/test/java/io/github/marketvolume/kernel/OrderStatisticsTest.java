package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static io.github.marketvolume.kernel.Closeness.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {

  @Property(tries = 300)
  void sliding_equalsSortingTheWindow(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 80) int length) {
    SlidingWindow window = new SlidingWindow(length);
    OrderStatistics order = window.order();
    for (int row = 0; row < series.length; row++) {
      window.push(series[row]);
      SlowWindow expected = SlowWindow.endingAt(series, row, length);
      assertThat(order.count()).isEqualTo(expected.count());
      assertSame("min", order.min(), expected.min());
      assertSame("max", order.max(), expected.max());
      assertSame("median", order.median(), expected.median());
      assertSame(
          "medianAbsoluteDeviation",
          order.medianAbsoluteDeviation(),
          expected.medianAbsoluteDeviation());
      assertClose(
          "mean absolute deviation",
          order.meanAbsoluteDeviation(),
          expected.meanAbsoluteDeviation());
      double x = series[row / 2];
      assertThat(order.countBelow(x)).isEqualTo(expected.countBelow(x));
      assertThat(order.countEqualTo(x)).isEqualTo(expected.countEqualTo(x));
    }
  }

  @Property
  void quantile_liesOnTheBrokenLineThroughTheSortedValues(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 80) int length,
      @ForAll @DoubleRange(min = 0, max = 1) double p) {
    SlidingWindow window = new SlidingWindow(length);
    OrderStatistics order = window.order();
    for (double value : series) {
      window.push(value);
    }
    SlowWindow expected = SlowWindow.endingAt(series, series.length - 1, length);
    double slack = 1e-15 * expected.largestMagnitude();
    assertClose("quantile", order.quantile(p), expected.quantile(p), slack);
    assertSame("quantile 0", order.quantile(0), expected.min());
    assertSame("quantile 1", order.quantile(1), expected.max());
  }

  @Property
  void scaleByANegativePowerOfTwo_turnsTheOrderAroundAndKeepsTheMad(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    SlidingWindow plain = new SlidingWindow(length);
    SlidingWindow turned = new SlidingWindow(length);
    OrderStatistics before = plain.order();
    OrderStatistics after = turned.order();
    for (double value : series) {
      plain.push(value);
      turned.push(-4 * value);
    }
    assertSame("median", after.median(), -4 * before.median());
    assertSame("max", after.max(), -4 * before.min());
    assertSame(
        "medianAbsoluteDeviation",
        after.medianAbsoluteDeviation(),
        4 * before.medianAbsoluteDeviation());
  }

  @Test
  void quantile_interpolatesBetweenTheTwoNearestValues() {
    OrderStatistics order = of(10, 20, 30, 40);
    assertThat(order.quantile(0.25)).isEqualTo(17.5);
    assertThat(order.quantile(0.5)).isEqualTo(25);
    assertThat(order.quantile(0.9)).isEqualTo(37);
  }

  @Test
  void quantile_outsideZeroToOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1).quantile(25))
        .withMessage("quantile: p is 25.0; give 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1).quantile(Double.NaN))
        .withMessage("quantile: p is NaN; give 0 to 1");
  }

  @Test
  void negativeZero_isZero() {
    OrderStatistics order = of(0.0, -0.0, -0.0);
    assertThat(order.countEqualTo(0.0)).isEqualTo(3);
    assertThat(order.countEqualTo(-0.0)).isEqualTo(3);
    assertThat(order.countBelow(0.0)).isZero();
    order.replace(0.0, -0.0);
    assertThat(order.min()).hasToString("0.0");
    order.evict(0.0);
    order.evict(0.0);
    order.evict(0.0);
    assertThat(order.count()).isZero();
  }

  @Test
  void anEmptyWindow_hasNoStatistics() {
    OrderStatistics order = new OrderStatistics(3);
    assertThat(order.min()).isNaN();
    assertThat(order.max()).isNaN();
    assertThat(order.median()).isNaN();
    assertThat(order.quantile(0.5)).isNaN();
    assertThat(order.medianAbsoluteDeviation()).isNaN();
    assertThat(order.meanAbsoluteDeviation()).isNaN();
  }

  @Test
  void add_beyondTheCapacity_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> of(1, 2).add(3))
        .withMessage(
            "OrderStatistics: the window already holds its 2 values; evict one before adding");
  }

  @Test
  void evict_ofAStranger_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1, 2).evict(1.5))
        .withMessage(
            "OrderStatistics: cannot evict 1.5, it is not in the window;"
                + " evict only what was added");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(1, 2).replace(3, 1))
        .withMessage(
            "OrderStatistics: cannot evict 3.0, it is not in the window;"
                + " evict only what was added");
  }

  @Test
  void capacity_belowOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OrderStatistics(0))
        .withMessage("OrderStatistics: capacity is 0; give 1 or more");
  }

  private static OrderStatistics of(double... values) {
    OrderStatistics order = new OrderStatistics(values.length);
    for (double value : values) {
      order.add(value);
    }
    return order;
  }
}
