package io.github.marketvolume.kernel;

import static io.github.marketvolume.kernel.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * HAR by laws and small examples; ExpectationMetricTest has the values of other programs, and the
 * parity of runners compares with fits in fractions of many digits.
 */
class HarRegressionTest {

  /** A series around 15 with missing values, as log volumes are. */
  private static double[] series(long seed, int size) {
    Random random = new Random(seed);
    double[] series = new double[size];
    double level = 0;
    for (int i = 0; i < size; i++) {
      level = 0.8 * level + random.nextGaussian();
      series[i] = random.nextInt(25) == 0 ? Double.NaN : 15 + level + random.nextGaussian();
    }
    return series;
  }

  @Property(tries = 50)
  void forecast_knowsNoRowsButThoseOfTheFitAndAMonthBefore(
      @ForAll long seed, @ForAll @IntRange(min = 8, max = 40) int rows) {
    double[] series = series(seed, 120);
    HarRegression kept = new HarRegression(rows, 8);
    for (int t = 0; t < series.length; t++) {
      HarRegression fresh = new HarRegression(rows, 8);
      for (int i = Math.max(0, t - rows - HarRegression.MONTH); i < t; i++) {
        fresh.push(series[i]);
      }
      assertClose("forecast", kept.forecast(), fresh.forecast());
      assertClose("score", kept.score(series[t]), fresh.score(series[t]));
      kept.push(series[t]);
    }
  }

  @Property(tries = 50)
  void spikeThatHasLeft_leavesNoTrace(
      @ForAll long seed, @ForAll @DoubleRange(min = 1e3, max = 1e15) double spike) {
    double[] series = series(seed, 160);
    double[] spiked = series.clone();
    spiked[20] = spike;
    HarRegression plain = new HarRegression(30, 20);
    HarRegression after = new HarRegression(30, 20);
    for (int t = 0; t < series.length; t++) {
      if (t > 20 + 30 + HarRegression.MONTH) {
        assertClose("forecast", after.forecast(), plain.forecast());
        assertClose("deviation", after.deviation(), plain.deviation());
      }
      plain.push(series[t]);
      after.push(spiked[t]);
    }
  }

  @Property(tries = 50)
  void offsetAndScale_moveTheForecast_andNotTheScore(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int exponent,
      @ForAll @IntRange(min = -280, max = 280) int scale) {
    double[] series = series(seed, 120);
    double offset = Math.scalb(1.0, exponent);
    HarRegression one = new HarRegression(40, 20);
    HarRegression other = new HarRegression(40, 20);
    for (double value : series) {
      double coarse = Math.rint(value * 1024) / 1024; // so that adding the offset is exact
      double moved = Math.scalb(coarse + offset, scale);
      assertClose("forecast", Math.scalb(other.forecast(), -scale) - offset, one.forecast(), 1e-3);
      assertClose("score", other.score(moved), one.score(coarse), 1e-12);
      one.push(coarse);
      other.push(moved);
    }
  }

  @Test
  void missingValues_areSkippedUpToAQuarter() {
    double[] series = series(7, 60);
    for (int i = 0; i < series.length; i++) {
      series[i] = Double.isNaN(series[i]) ? 15 : series[i];
    }
    assertThat(isForecastOf(series, 59)).isTrue();
    assertThat(isForecastOf(series, 58)).as("the row before is missing").isFalse();
    assertThat(isForecastOf(series, 56)).as("one of five is missing").isTrue();
    assertThat(isForecastOf(series, 56, 57)).as("two of five are missing").isFalse();
    assertThat(isForecastOf(series, 40, 41, 42, 43, 44)).as("five of 22 are missing").isTrue();
    assertThat(isForecastOf(series, 40, 41, 42, 43, 44, 45)).as("six are missing").isFalse();
  }

  /** Whether the last row has a forecast where some of the rows are missing. */
  private static boolean isForecastOf(double[] series, int... missing) {
    double[] gappy = series.clone();
    for (int row : missing) {
      gappy[row] = Double.NaN;
    }
    HarRegression regression = new HarRegression(0, 5);
    for (int i = 0; i < gappy.length - 1; i++) {
      regression.push(gappy[i]);
    }
    return !Double.isNaN(regression.forecast());
  }

  @Test
  void forecast_beginsWithTheRequiredRows() {
    HarRegression regression = new HarRegression(0, 8);
    Random random = new Random(3);
    for (int t = 0; t < 40; t++) {
      // Row 17 is the first with all predictors, rows 17 to 24 are the first eight.
      assertThat(Double.isNaN(regression.forecast())).as("row %d", t).isEqualTo(t < 25);
      regression.push(random.nextGaussian());
    }
  }

  @Test
  void seriesWithoutNoise_isForecastExactly_andHasNoScore() {
    double[] series = new double[60];
    Random random = new Random(4);
    for (int i = 0; i < series.length; i++) {
      series[i] =
          i < 25 ? 1 + random.nextInt(100) : 0.5 * series[i - 1] + 0.25 * mean(series, i, 5);
    }
    // The first rows are noise; 20 rows are without it.
    HarRegression noiseless = new HarRegression(20, 10);
    for (double value : series) {
      noiseless.push(value);
    }
    assertClose("forecast", noiseless.forecast(), 0.5 * series[59] + 0.25 * mean(series, 60, 5));
    assertThat(noiseless.deviation()).isZero();
    assertThat(noiseless.score(7)).isNaN();
  }

  private static double mean(double[] series, int end, int length) {
    double sum = 0;
    for (int i = end - length; i < end; i++) {
      sum += series[i];
    }
    return sum / length;
  }

  @Test
  void seriesThatDoesNotVaryEnough_hasNoCoefficients() {
    HarRegression constant = new HarRegression(0, 5);
    HarRegression growing = new HarRegression(0, 5);
    HarRegression weekly = new HarRegression(0, 5);
    for (int i = 0; i < 80; i++) {
      constant.push(1e9 / 3);
      growing.push(Math.pow(1.1, i));
      weekly.push(i % 5 / 3.0);
    }
    assertThat(constant.forecast()).isNaN();
    assertThat(growing.forecast()).as("each predictor is a multiple of the first").isNaN();
    assertThat(weekly.forecast()).as("the mean of five does not vary").isNaN();
    assertThat(weekly.deviation()).isNaN();
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HarRegression(60, 4))
        .withMessage(
            "HarRegression: 4 of 60 rows are required; give 5 or more, and no more than there are");
    assertThatIllegalArgumentException().isThrownBy(() -> new HarRegression(60, 61));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HarRegression(0, 5).push(Double.POSITIVE_INFINITY))
        .withMessage(
            "HarRegression: cannot push Infinity; push a finite value, or NaN for a missing one");
  }
}
