package io.github.marketvolume.series;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.series.SmallSeries.compute;
import static io.github.marketvolume.series.SmallSeries.computeInTwo;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.calendar.EstimatedEffects;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.EstimatedOffset;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Offsets of kinds of days that are estimated from a series. */
class EstimatedOffsetStepTest {

  private static final EstimatedEffects EFFECTS = CalendarEffects.estimated(NYSE).requiring(2);

  /** The sessions of a winter, and a Saturday. */
  private static final List<LocalDate> DATES =
      Stream.concat(
              NYSE.sessions(LocalDate.of(2019, 10, 1), LocalDate.of(2020, 1, 31)).stream(),
              Stream.of(LocalDate.of(2020, 2, 1)))
          .toList();

  /** 5 on normal days, 7 on others. */
  private static SeriesColumns series() {
    int[] keys = DATES.stream().mapToInt(date -> (int) date.toEpochDay()).toArray();
    double[] values =
        DATES.stream()
            .mapToDouble(
                date -> NYSE.kind(date).filter(kind -> kind != DayKind.NORMAL).isPresent() ? 7 : 5)
            .toArray();
    return new SeriesColumns(keys.length, keys).put(VOLUME, values);
  }

  private static double on(String date, double... offsets) {
    return offsets[DATES.indexOf(LocalDate.parse(date))];
  }

  @Test
  void offset_isEstimatedFromTheYearsBefore() {
    EstimatedOffset<Bar> offset = EstimatedOffset.of(VOLUME, EFFECTS);
    double[] offsets = compute(offset, series());
    assertThat(on("2019-12-24", offsets)).as("published").isEqualTo(-0.88);
    assertThat(on("2019-12-30", offsets)).as("known only next year").isEqualTo(-0.55);
    assertThat(on("2020-01-17", offsets)).as("two expiries in 2019").isEqualTo(2);
    assertThat(on("2020-01-31", offsets)).as("one end of a month, in October").isEqualTo(0.16);
    assertThat(on("2020-01-15", offsets)).as("a normal day").isZero();
    assertThat(on("2020-02-01", offsets)).as("a day without a session").isZero();
  }

  @Test
  void resumed_goesOnWithItsEstimates() {
    EstimatedOffset<Bar> offset = EstimatedOffset.of(VOLUME, EFFECTS);
    double[] whole = compute(offset, series());
    for (int cut = 1; cut < DATES.size(); cut++) {
      assertThat(computeInTwo(offset, series(), cut))
          .as("cut before row %d", cut)
          .containsExactly(whole);
    }
  }
}
