package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static io.github.marketvolume.kernel.Closeness.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  private static final double MISSING = Double.NaN;

  @Test
  void aMissingRow_takesAPlaceInTheWindow() {
    SlidingWindow window = new SlidingWindow(3);
    Moments moments = window.moments();
    OrderStatistics order = window.order();
    Diary diary = new Diary();
    window.attach(diary);

    push(window, 1, MISSING, 2);
    assertThat(window.valid()).isEqualTo(2);
    assertThat(moments.sum()).isEqualTo(3);

    push(window, MISSING);
    assertThat(window.valid()).isEqualTo(1);
    assertThat(moments.mean()).isEqualTo(2);
    assertThat(order.median()).isEqualTo(2);

    push(window, 5);
    assertThat(window.valid()).isEqualTo(2);

    push(window, MISSING, MISSING, MISSING);
    assertThat(window.valid()).isZero();
    assertThat(moments.mean()).isNaN();
    assertThat(diary.events)
        .containsExactly("add 1.0", "add 2.0", "evict 1.0", "add 5.0", "evict 2.0", "evict 5.0");
  }

  @Test
  void aFullWindow_replacesItsOldestRow() {
    SlidingWindow window = new SlidingWindow(2);
    Diary diary = new Diary();
    window.attach(diary);
    push(window, 1, 2, 3);
    assertThat(diary.events).containsExactly("add 1.0", "add 2.0", "evict 1.0", "add 3.0");
  }

  @Property
  void whatHasLeft_doesNotMatter(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 80) int length) {
    SlidingWindow slid = new SlidingWindow(length);
    SlidingWindow fresh = new SlidingWindow(length);
    Moments slidMoments = slid.moments();
    Moments freshMoments = fresh.moments();
    OrderStatistics slidOrder = slid.order();
    OrderStatistics freshOrder = fresh.order();
    push(slid, series);
    for (int row = Math.max(0, series.length - length); row < series.length; row++) {
      fresh.push(series[row]);
    }

    double slack =
        freshOrder.count() == 0 ? 0 : 1e-28 * Math.max(freshOrder.max(), -freshOrder.min());
    assertThat(slid.valid()).isEqualTo(fresh.valid());
    assertClose("mean", slidMoments.mean(), freshMoments.mean(), slack);
    assertClose("sd", slidMoments.standardDeviation(), freshMoments.standardDeviation());
    assertSame("median", slidOrder.median(), freshOrder.median());
    assertSame(
        "medianAbsoluteDeviation",
        slidOrder.medianAbsoluteDeviation(),
        freshOrder.medianAbsoluteDeviation());
  }

  @Test
  void statistics_areShared() {
    SlidingWindow window = new SlidingWindow(2);
    Moments moments = window.moments();
    OrderStatistics order = window.order();
    push(window, 1);
    assertThat(window.moments()).isSameAs(moments);
    assertThat(window.order()).isSameAs(order);
  }

  @Test
  void statistics_askedForTooLate_areRefused() {
    SlidingWindow window = new SlidingWindow(2);
    push(window, MISSING);
    assertThatIllegalStateException()
        .isThrownBy(window::moments)
        .withMessage(
            "SlidingWindow: rows have been pushed already;"
                + " ask for moments before the first push");
    assertThatIllegalStateException()
        .isThrownBy(window::order)
        .withMessage(
            "SlidingWindow: rows have been pushed already;"
                + " ask for order statistics before the first push");
    assertThatIllegalStateException()
        .isThrownBy(() -> window.attach(new Diary()))
        .withMessage(
            "SlidingWindow: rows have been pushed already; attach kernels before the first push");
  }

  @Test
  void push_ofAnInfiniteValue_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlidingWindow(2).push(Double.NEGATIVE_INFINITY))
        .withMessage(
            "SlidingWindow: cannot push -Infinity;"
                + " push a finite value, or NaN for a missing one");
  }

  @Test
  void length_belowOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlidingWindow(0))
        .withMessage("SlidingWindow: length is 0; give 1 or more");
  }

  private static void push(SlidingWindow window, double... values) {
    for (double value : values) {
      window.push(value);
    }
  }

  /** Remembers what it was told, in order. */
  private static final class Diary implements WindowKernel {

    private final List<String> events = new ArrayList<>();

    @Override
    public void add(double value) {
      events.add("add " + value);
    }

    @Override
    public void evict(double value) {
      events.add("evict " + value);
    }

    @Override
    public double result() {
      return events.size();
    }
  }

  @Property
  void filling_equalsPushing(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -1e9, max = 1e9) Double> drawn,
      @ForAll Random random) {
    double[] values =
        drawn.stream().mapToDouble(v -> random.nextInt(4) == 0 ? Double.NaN : v).toArray();
    SlidingWindow pushed = new SlidingWindow(values.length);
    SlidingWindow filled = new SlidingWindow(values.length);
    for (SlidingWindow window : List.of(pushed, filled)) {
      Moments unusedMoments = window.moments();
      OrderStatistics unusedOrder = window.order();
    }
    for (double value : values) {
      pushed.push(value);
    }
    filled.fill(values);

    assertThat(filled.valid()).isEqualTo(pushed.valid());
    assertThat(Double.valueOf(filled.moments().sum()))
        .isEqualTo(Double.valueOf(pushed.moments().sum()));
    assertThat(filled.order().count()).isEqualTo(pushed.order().count());
    for (double p = 0; p <= 1; p += 0.125) {
      assertThat(Double.valueOf(filled.order().quantile(p)))
          .isEqualTo(Double.valueOf(pushed.order().quantile(p)));
    }
    pushed.push(1);
    filled.push(1);
    assertThat(Double.valueOf(filled.order().median()))
        .isEqualTo(Double.valueOf(pushed.order().median()));
  }

  @Test
  void filling_wantsAnUnusedWindowOfTheSameLength() {
    SlidingWindow window = new SlidingWindow(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> window.fill(new double[] {1}))
        .withMessage("SlidingWindow: 1 rows do not fill a window of 2; give as many");
    window.push(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> window.fill(new double[] {1, 2}))
        .withMessageContaining("rows have been pushed already");
  }
}
