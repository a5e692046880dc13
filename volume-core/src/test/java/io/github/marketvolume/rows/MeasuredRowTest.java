package io.github.marketvolume.rows;

import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A row with what was measured of it. */
class MeasuredRowTest {

  private static final Metric<Bar, Double> MEAN = VOLUME.mean().over(bars(5)).as("adv");
  private static final Flag<Bar> HIGH = VOLUME.atLeast(7).as("high");
  private static final MeasuredRow.Shape SHAPE = new MeasuredRow.Shape(List.of(MEAN, HIGH));
  private static final Bar BAR = Bar.of("A", LocalDate.ofEpochDay(1), 9);

  private static MeasuredRow<Bar> row(Object... values) {
    return new MeasuredRow<>(BAR, SHAPE, values);
  }

  @Test
  void get_readsByDefinition() {
    assertThat(row(2.5, true).get(MEAN)).contains(2.5);
    assertThat(row(2.5, true).get(VOLUME.mean().over(bars(5)))).contains(2.5);
  }

  @Test
  void getOfAMissingValue_isEmpty() {
    assertThat(row(null, true).get(MEAN)).isEmpty();
  }

  @Test
  void fieldsOfTheBar_areReadFromTheBar() {
    assertThat(row(2.5, true).get(VOLUME)).contains(9L);
    assertThat(row(2.5, true).get(CLOSE)).isEmpty();
  }

  @Test
  void is_tellsWhetherTheFlagIsSet() {
    assertThat(row(2.5, true).is(HIGH)).isTrue();
    assertThat(row(2.5, false).is(VOLUME.atLeast(7))).isFalse();
  }

  @Test
  void getOfWhatWasNotMeasured_isRefused() {
    assertThatExceptionOfType(InvalidPlanException.class)
        .isThrownBy(() -> row(2.5, true).get(VOLUME.mean().over(bars(6)).as("adv")))
        .withMessage(
            "these rows have no adv (mean of volume over the 6 bars before); measure or flag it in"
                + " the stage that they come from");
  }

  @Test
  void firstOfTwoMetricsOfOneDefinition_isRead() {
    MeasuredRow.Shape shape = new MeasuredRow.Shape(List.of(MEAN, MEAN.as("again")));
    assertThat(new MeasuredRow<>(BAR, shape, new Object[] {1.0, 2.0}).get(MEAN)).contains(1.0);
  }

  @Test
  void rows_areEqualByValue() {
    assertThat(row(2.5, true))
        .isEqualTo(row(2.5, true))
        .hasSameHashCodeAs(row(2.5, true))
        .isNotEqualTo(row(2.5, false))
        .isNotEqualTo(row(null, true))
        .isNotEqualTo(
            new MeasuredRow<>(
                Bar.of("B", LocalDate.ofEpochDay(1), 9), SHAPE, new Object[] {2.5, true}))
        .isNotEqualTo(
            new MeasuredRow<>(
                BAR, new MeasuredRow.Shape(List.of(CLOSE, HIGH)), new Object[] {2.5, true}));
  }

  @Test
  void toString_namesTheValuesAfterTheRow() {
    assertThat(row(2.5, null)).hasToString(BAR + ", adv=2.5, high=null");
  }

  @Test
  void metrics_comeInTheirOrder() {
    assertThat(row(2.5, true).metrics()).isEqualTo(List.of(MEAN, HIGH));
    assertThat(row(2.5, true).base()).isEqualTo(BAR);
  }
}
