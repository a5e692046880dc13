package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EwmaTest {

  /**
   * The recursion is a mixture: the past with weight 1 - lambda, the new value with weight lambda.
   * Its moments therefore have a closed form over the whole history.
   */
  @Property
  void meanAndDeviation_areThoseOfTheWeightedHistory(
      @ForAll @Size(min = 2, max = 60) List<@DoubleRange(min = 10, max = 20) Double> values,
      @ForAll @IntRange(min = 2, max = 20) int warmUp,
      @ForAll @DoubleRange(min = 0.01, max = 1) double lambda) {
    double[] series = values.stream().mapToDouble(v -> v).toArray();
    Ewma ewma = new Ewma(lambda, warmUp);
    for (double value : series) {
      ewma.push(value);
    }
    assertThat(ewma.ready()).isEqualTo(series.length >= warmUp);
    if (ewma.ready()) {
      SlowWindow start = SlowWindow.endingAt(series, warmUp - 1, warmUp);
      double weight = Math.pow(1 - lambda, series.length - warmUp);
      double mean = weight * start.mean();
      double square = weight * (start.variance() + start.mean() * start.mean());
      for (int i = warmUp; i < series.length; i++) {
        weight = lambda * Math.pow(1 - lambda, series.length - 1 - i);
        mean += weight * series[i];
        square += weight * series[i] * series[i];
      }
      assertClose("mean", ewma.mean(), mean);
      double variance = ewma.deviation() * ewma.deviation();
      assertClose("variance", variance, square - mean * mean, 1e-12 * square);
    }
  }

  @Test
  void missingValues_changeNothing() {
    Ewma gappy = new Ewma(0.1, 3);
    Ewma whole = new Ewma(0.1, 3);
    double[] series = {3, Double.NaN, 4, Double.NaN, Double.NaN, 8, 5, Double.NaN, 6, Double.NaN};
    for (double value : series) {
      gappy.push(value);
      if (!Double.isNaN(value)) {
        whole.push(value);
      }
    }
    assertThat(gappy.mean()).isEqualTo(whole.mean());
    assertThat(gappy.deviation()).isEqualTo(whole.deviation());
  }

  @Test
  void warmUp_startsWithMeanAndSampleDeviation() {
    Ewma ewma = new Ewma(0.25, 3);
    ewma.push(1);
    ewma.push(2);
    assertThat(ewma.ready()).isFalse();
    assertThat(ewma.mean()).isNaN();
    assertThat(ewma.deviation()).isNaN();
    assertThat(ewma.score(2)).isNaN();
    ewma.push(3);
    assertThat(ewma.ready()).isTrue();
    assertThat(ewma.mean()).isEqualTo(2);
    assertThat(ewma.deviation()).isEqualTo(1);
    assertThat(ewma.score(4.5)).isEqualTo(2.5);
  }

  @Test
  void push_movesTheMeanByLambdaOfTheDistance() {
    Ewma ewma = new Ewma(0.25, 3);
    ewma.push(1);
    ewma.push(2);
    ewma.push(3);
    ewma.push(6);
    assertThat(ewma.mean()).isEqualTo(3);
    assertThat(ewma.deviation()).isEqualTo(Math.sqrt(0.75 * (1 + 0.25 * 16)));
  }

  @Test
  void score_withoutDeviation_isUndefined() {
    Ewma ewma = new Ewma(0.1, 2);
    ewma.push(5);
    ewma.push(5);
    assertThat(ewma.deviation()).isZero();
    assertThat(ewma.score(5)).isNaN();
    assertThat(ewma.score(6)).isNaN();
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ewma(0, 20))
        .withMessage("Ewma: lambda is 0.0; give a weight above 0 and at most 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ewma(1.5, 20))
        .withMessage("Ewma: lambda is 1.5; give a weight above 0 and at most 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ewma(0.1, 1))
        .withMessage("Ewma: warm-up is 1; give 2 or more values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ewma(0.1, 20).push(Double.POSITIVE_INFINITY))
        .withMessage("Ewma: cannot push Infinity; push a finite value, or NaN for a missing one");
  }
}
