package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static io.github.marketvolume.series.SmallSeries.volumes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.marketvolume.metric.HarModel;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read off a HAR model. */
class ExpectationStepTest {

  private static final HarModel MODEL = HarModel.rolling(20).requiring(10);

  private static double[] noise() {
    return new Random(1).doubles(60, 1_000, 2_000).toArray();
  }

  @Test
  void forecast_doesNotKnowTheRow() {
    double[] changed = noise();
    changed[59] = 1e9;
    double[] forecast = compute(VOLUME.expectedBy(MODEL).forecast(), volumes(noise()));
    assertThat(forecast[59]).isBetween(0.0, 3_000.0);
    assertThat(compute(VOLUME.expectedBy(MODEL).forecast(), volumes(changed)))
        .containsExactly(forecast);
  }

  @Test
  void score_isTheDistanceFromTheForecastInDeviations() {
    SeriesColumns series = volumes(noise());
    double[] forecast = compute(VOLUME.expectedBy(MODEL).forecast(), series);
    double[] deviation = compute(VOLUME.expectedBy(MODEL).deviation(), series);
    double[] score = compute(VOLUME.expectedBy(MODEL).score(), series);
    assertThat(score[26]).isNaN();
    for (int i = 27; i < 60; i++) {
      double distance = series.get(VOLUME)[i] - forecast[i];
      assertThat(score[i] * deviation[i]).isCloseTo(distance, within(1e-9));
    }
  }

  @Test
  void missingValue_hasAForecastAndNoScore() {
    double[] gappy = noise();
    gappy[50] = Double.NaN;
    assertThat(compute(VOLUME.expectedBy(MODEL).forecast(), volumes(gappy))[50]).isPositive();
    assertThat(compute(VOLUME.expectedBy(MODEL).score(), volumes(gappy))[50]).isNaN();
  }

  @Test
  void resumed_goesOnWithItsFitToTheLastBit() {
    for (HarModel model : new HarModel[] {MODEL, HarModel.expanding(10)}) {
      double[] whole = compute(VOLUME.expectedBy(model).score(), volumes(noise()));
      for (int cut = 1; cut < 60; cut++) {
        assertThat(computeInTwo(VOLUME.expectedBy(model).score(), volumes(noise()), cut))
            .as("cut before row %d", cut)
            .containsExactly(whole);
      }
    }
  }

  @Test
  void recipe_isOneForAllThatIsReadOffAModel() {
    assertThat(ExpectationStep.recipe(VOLUME.expectedBy(MODEL).forecast()))
        .isEqualTo(ExpectationStep.recipe(VOLUME.as("shares").expectedBy(MODEL).score()))
        .isNotEqualTo(ExpectationStep.recipe(VOLUME.expectedBy(MODEL.requiring(11)).forecast()));
  }
}
