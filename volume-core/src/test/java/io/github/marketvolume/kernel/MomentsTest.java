package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static io.github.marketvolume.kernel.Closeness.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MomentsTest {

  /** What a sum keeps of terms that cancel: about 106 bits of the largest, and some rounding. */
  private static final double CANCELLATION = 1e-28;

  @Property(tries = 300)
  void sliding_equalsExactArithmetic(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 80) int length) {
    SlidingWindow window = new SlidingWindow(length);
    Moments moments = window.moments();
    for (int row = 0; row < series.length; row++) {
      window.push(series[row]);
      SlowWindow expected = SlowWindow.endingAt(series, row, length);
      double slack = CANCELLATION * expected.largestMagnitude();
      assertThat(moments.count()).isEqualTo(expected.count());
      assertClose("sum", moments.sum(), expected.sum(), slack * length);
      assertClose("mean", moments.mean(), expected.mean(), slack);
      assertClose("variance", moments.variance(), expected.variance());
      assertClose("sd", moments.standardDeviation(), Math.sqrt(expected.variance()));
    }
  }

  @Property(tries = 300)
  void varianceIsZero_exactlyWhenAllValuesAreEqual(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 2, max = 30) int length) {
    SlidingWindow window = new SlidingWindow(length);
    Moments moments = window.moments();
    for (int row = 0; row < series.length; row++) {
      window.push(series[row]);
      SlowWindow rows = SlowWindow.endingAt(series, row, length);
      if (rows.count() > 1) {
        assertThat(moments.variance() == 0).isEqualTo(rows.allEqual());
      }
      if (rows.count() > 0 && rows.allEqual()) {
        assertThat(moments.mean()).isEqualTo(rows.min());
      }
    }
  }

  @Property
  void shift_movesTheMeanAndLeavesTheDeviation(
      @ForAll @Size(min = 2, max = 60) int[] values,
      @ForAll @IntRange(min = 2, max = 20) int length,
      @ForAll long shift) {
    // Kept below 2^52, so that the shifted values are exact.
    long offset = shift >> 12;
    SlidingWindow plain = new SlidingWindow(length);
    SlidingWindow shifted = new SlidingWindow(length);
    Moments before = plain.moments();
    Moments after = shifted.moments();
    for (int value : values) {
      plain.push(value);
      shifted.push((double) value + offset);
    }
    double slack = 1e-15 * Math.abs((double) offset);
    assertClose("mean", after.mean(), before.mean() + offset, slack);
    assertClose("sd", after.standardDeviation(), before.standardDeviation());
  }

  @Property
  void scaleByAPowerOfTwo_scalesEveryResultExactly(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @IntRange(min = -20, max = 20) int exponent) {
    double factor = Math.scalb(1.0, exponent);
    SlidingWindow plain = new SlidingWindow(length);
    SlidingWindow scaled = new SlidingWindow(length);
    Moments before = plain.moments();
    Moments after = scaled.moments();
    for (double value : series) {
      plain.push(value);
      scaled.push(value * factor);
    }
    assertSame("mean", after.mean(), before.mean() * factor);
    assertSame("sd", after.standardDeviation(), before.standardDeviation() * factor);
  }

  @Test
  void aSpikeThatHasLeft_leavesNoTrace() {
    SlidingWindow window = new SlidingWindow(20);
    Moments moments = window.moments();
    window.push(1e15);
    for (int i = 0; i < 20; i++) {
      window.push(1000 + i % 5);
    }
    assertThat(moments.mean()).isEqualTo(1002);
    assertThat(moments.variance()).isEqualTo(40.0 / 19);
  }

  @Test
  void sum_ofWhatIsInBothParts_isRoundedOnce() {
    Moments moments = new Moments(4);
    moments.add(9);
    moments.add(1);
    moments.add(0x1p-60);
    moments.evict(9);
    moments.add(0x1p-53);
    assertThat(moments.sum()).isEqualTo(1 + 0x1p-52);
  }

  @Test
  void anEmptyWindow_hasSumZeroAndNothingElse() {
    Moments moments = new Moments(3);
    moments.add(4);
    moments.evict(4);
    assertThat(moments.count()).isZero();
    assertThat(moments.sum()).isZero();
    assertThat(moments.mean()).isNaN();
    assertThat(moments.variance()).isNaN();
    assertThat(moments.standardDeviation()).isNaN();
  }

  @Test
  void aSingleValue_hasAMeanAndNoDeviation() {
    Moments moments = new Moments(3);
    moments.add(0.1);
    assertThat(moments.mean()).isEqualTo(0.1);
    assertThat(moments.standardDeviation()).isNaN();
  }

  @Test
  void add_beyondTheCapacity_isRefused() {
    Moments moments = new Moments(1);
    moments.add(4);
    assertThatIllegalStateException()
        .isThrownBy(() -> moments.add(5))
        .withMessage("Moments: the window already holds its 1 values; evict one before adding");
  }

  @Test
  void evict_outOfOrder_isRefused() {
    Moments moments = new Moments(2);
    moments.add(4);
    moments.add(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> moments.evict(5))
        .withMessage(
            "Moments: cannot evict 5.0, the oldest value is 4.0;"
                + " evict values in the order they were added");
  }

  @Test
  void evict_fromAnEmptyWindow_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Moments(2).evict(5))
        .withMessage("Moments: cannot evict 5.0, the window is empty; add values first");
  }

  @Test
  void capacity_outOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Moments(0))
        .withMessage("Moments: capacity is 0; give 1 to 67108864");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Moments(67_108_865))
        .withMessage("Moments: capacity is 67108865; give 1 to 67108864");
  }

  @Property(tries = 300)
  void momentsOfAll_areThoseOfAWindowThatIsNeverFull(
      @ForAll(supplier = AdversarialSeries.class) double[] series,
      @ForAll @IntRange(max = 60) int cut)
      throws IOException {
    Moments window = new Moments(Math.max(1, series.length));
    Moments all = Moments.ofAll();
    for (int row = 0; row < series.length; row++) {
      if (row == cut) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        all.writeAll(new DataOutputStream(bytes));
        all = Moments.ofAll();
        all.readAll(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      }
      if (!Double.isNaN(series[row])) {
        window.add(series[row]);
        all.add(series[row]);
      }
      assertThat(all.count()).isEqualTo(window.count());
      assertThat(all.sum()).isEqualTo(Double.valueOf(window.sum()));
      assertThat(all.mean()).isEqualTo(Double.valueOf(window.mean()));
      assertThat(all.variance()).isEqualTo(Double.valueOf(window.variance()));
      assertThat(all.standardDeviation()).isEqualTo(Double.valueOf(window.standardDeviation()));
    }
  }

  @Test
  void momentsOfAll_letNoValueGo() {
    Moments all = Moments.ofAll();
    all.add(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> all.evict(1))
        .withMessage("Moments: of all values of a series, none leaves");
    all.clear();
    assertThat(all.count()).isZero();
    assertThat(all.sum()).isZero();
    assertThat(all.mean()).isNaN();
  }
}
