package io.github.marketvolume.series;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of days over bars of Thursday, Friday, Monday and, three weeks later, Wednesday. */
class DaysWindowTest {

  private static final int THURSDAY = 18_000;
  private static final int[] KEYS = {THURSDAY, THURSDAY + 1, THURSDAY + 4, THURSDAY + 27};
  private static final double[] VOLUMES = {10, 20, 40, 80};

  private static double[] computed(NumericMetric<Bar, ?> metric) {
    SeriesColumns columns = new SeriesColumns(KEYS.length, KEYS).put(VOLUME, VOLUMES);
    new SeriesProgram(List.of(metric)).start().advance(columns, 0, KEYS.length);
    return columns.get(metric);
  }

  private static double[] totals(RollingWindow window) {
    return computed(VOLUME.total().over(window));
  }

  @Test
  void theCurrentBar_isNotInTheWindow() {
    assertThat(totals(days(4))).containsExactly(Double.NaN, 10, 30, Double.NaN);
  }

  @Test
  void aDayWithoutABar_takesAPlace() {
    assertThat(totals(days(3))).containsExactly(Double.NaN, 10, 20, Double.NaN);
    assertThat(totals(days(2))).containsExactly(Double.NaN, 10, Double.NaN, Double.NaN);
    assertThat(totals(days(27))).containsExactly(Double.NaN, 10, 30, 70);
  }

  @Test
  void includingCurrent_itHasTheLastPlace() {
    assertThat(totals(days(4).includingCurrent())).containsExactly(10, 30, 60, 80);
    assertThat(totals(days(5).includingCurrent())).containsExactly(10, 30, 70, 80);
  }

  @Test
  void requiring_countsBars() {
    assertThat(totals(days(4).requiring(2)))
        .containsExactly(Double.NaN, Double.NaN, 30, Double.NaN);
  }

  @Test
  void ranks_areAmongTheDays() {
    assertThat(computed(Rank.trailing(VOLUME.descending(), days(5)))).containsExactly(1, 1, 1, 1);
    assertThat(computed(Rank.trailing(VOLUME.ascending(), days(5)))).containsExactly(1, 2, 3, 1);
  }
}
