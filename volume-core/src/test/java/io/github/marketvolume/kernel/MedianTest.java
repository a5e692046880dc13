package io.github.marketvolume.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Provide
  Arbitrary<double[]> someValues() {
    Arbitrary<Double> few = Arbitraries.integers().between(-3, 3).map(Integer::doubleValue);
    Arbitrary<Double> any = Arbitraries.doubles().between(-1e9, 1e9);
    Arbitrary<Double> value = Arbitraries.oneOf(few, any).injectNull(0.1);
    return value
        .map(given -> given == null ? Double.NaN : given)
        .list()
        .ofMaxSize(60)
        .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Property
  void median_isTheOneOfOrderStatistics(@ForAll("someValues") double[] values) {
    OrderStatistics order = new OrderStatistics(Math.max(1, values.length));
    Arrays.stream(values).filter(value -> !Double.isNaN(value)).forEach(order::add);
    double[] before = values.clone();
    assertThat(Double.valueOf(Median.of(values))).isEqualTo(Double.valueOf(order.median()));
    assertThat(values).isEqualTo(before);
  }

  @Property
  void whatIsLeftAfterTheLastRound_isSorted(
      @ForAll("someValues") double[] values, @ForAll @IntRange(max = 3) int rounds) {
    assertThat(Double.valueOf(Median.of(values, rounds)))
        .isEqualTo(Double.valueOf(Median.of(values)));
  }

  @Test
  void noValue_hasNoMedian() {
    assertThat(Median.of(new double[0])).isNaN();
    assertThat(Median.of(new double[] {Double.NaN})).isNaN();
  }
}
