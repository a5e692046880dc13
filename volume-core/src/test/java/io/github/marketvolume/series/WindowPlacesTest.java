package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingWindow;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Windows whose places not every row fills: of days, of sessions, of rows of one kind. */
class WindowPlacesTest {

  /** Bars of Thursday, Friday, Monday and, three weeks later, Wednesday. */
  private static final int THURSDAY = 18_000;

  private static final int[] KEYS = {THURSDAY, THURSDAY + 1, THURSDAY + 4, THURSDAY + 27};
  private static final double[] VOLUMES = {10, 20, 40, 80};

  private static double[] computed(NumericMetric<Bar, ?> metric) {
    return computed(metric, KEYS, VOLUMES);
  }

  private static double[] computed(NumericMetric<Bar, ?> metric, int[] keys, double[] volumes) {
    SeriesColumns columns = new SeriesColumns(keys.length, keys).put(VOLUME, volumes);
    new SeriesProgram(List.of(metric)).start().advance(columns, 0, keys.length);
    return columns.get(metric);
  }

  /** Volumes of 1, 2, 4 and so on, on these days. */
  private static double[] totals(RollingWindow window, String... dates) {
    int[] keys =
        Stream.of(dates).mapToInt(date -> (int) LocalDate.parse(date).toEpochDay()).toArray();
    double[] volumes =
        IntStream.range(0, keys.length).mapToDouble(i -> Math.scalb(1.0, i)).toArray();
    return computed(VOLUME.total().over(window), keys, volumes);
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

  @Test
  void aSessionWithoutABar_takesAPlace() {
    RollingWindow two = sessions(2).on(NYSE).requiring(1);
    // A holiday on Friday, the 3rd; no bar on Tuesday, the 7th.
    String[] dates = {"2020-07-01", "2020-07-02", "2020-07-06", "2020-07-08", "2020-07-09"};
    assertThat(totals(two, dates)).containsExactly(Double.NaN, 1, 3, 4, 8);
    assertThat(totals(two.includingCurrent(), dates)).containsExactly(1, 3, 6, 8, 24);
    assertThat(totals(sessions(2).on(NYSE), dates))
        .containsExactly(Double.NaN, Double.NaN, 3, Double.NaN, Double.NaN);
  }

  @Test
  void aBarOnADayWithoutASession_isInNoWindowOfSessions() {
    RollingWindow two = sessions(2).on(NYSE).requiring(1);
    String[] dates = {"2020-07-01", "2020-07-02", "2020-07-04", "2020-07-06"}; // the 4th: Saturday
    assertThat(totals(two, dates)).containsExactly(Double.NaN, 1, 3, 3);
    assertThat(totals(two.includingCurrent(), dates)).containsExactly(1, 3, Double.NaN, 10);
  }

  @Test
  void beyondTheCoverage_weekdaysAreSessions() {
    RollingWindow one = sessions(1).on(NYSE).requiring(1);
    assertThat(totals(one, "1998-12-30", "1998-12-31", "1999-01-04"))
        .containsExactly(Double.NaN, 1, 2); // the 1st, in the coverage, is a holiday
    assertThat(totals(one, "2030-12-31", "2031-01-01", "2031-01-06"))
        .containsExactly(Double.NaN, 1, Double.NaN);
  }

  @Test
  void aBar_isComparedWithThoseOfItsKind() {
    RollingWindow two = sameKind(2).on(NYSE).requiring(1);
    String[] dates = {
      "2019-07-03", "2019-07-05", "2019-07-09", "2019-11-29", "2019-12-24", "2020-11-27"
    };
    // Half days, but for the 5th, after a holiday, and the 9th of July.
    assertThat(totals(two, dates)).containsExactly(Double.NaN, Double.NaN, Double.NaN, 1, 9, 24);
    assertThat(totals(two.includingCurrent(), dates)).containsExactly(1, 2, 4, 9, 24, 48);
    assertThat(totals(two, "2020-11-27", "2020-11-28", "2031-01-02", "2031-01-03"))
        .containsOnly(Double.NaN); // a Saturday, and days of no known kind
  }
}
