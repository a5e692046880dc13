package io.github.marketvolume.period;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.attendance.SessionDays;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.series.SmallSeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Days are counted from 1970-01-01, a Thursday: the first week has four of them. */
class PeriodBarsTest {

  private static final BarsNode DAYS = BarsNode.of(InMemoryBars.of());
  private static final BarsNode WEEKS = DAYS.aggregated(CalendarPeriod.WEEK, null);

  private static PeriodBars periods(BarsNode node, BarColumns bars) {
    SessionDays days = new SessionDays();
    days.note(bars.epochDays(), bars.size());
    return PeriodBars.of(node, days).orElseThrow();
  }

  private static double[] field(BarColumns bars, BarColumn field) {
    return Arrays.copyOf(bars.field(RawBar.place(field)), bars.size());
  }

  @Test
  void barsOfDays_areNotCombined() {
    assertThat(PeriodBars.of(DAYS, new SessionDays())).isEmpty();
  }

  @Test
  void unfinishedWeek_isLeftOut_orMarked() {
    BarColumns bars = SmallSeries.bars(1, 2, 3, 4, 5, 6);
    periods(WEEKS, bars).combine(bars);
    assertThat(bars.size()).isEqualTo(1);
    assertThat(bars.epochDay(0)).isEqualTo(3);
    assertThat(bars.isUnfinished(0)).isFalse();
    assertThat(field(bars, BarColumn.VOLUME)).containsExactly(10);

    BarColumns kept = SmallSeries.bars(1, 2, 3, 4, 5, 6);
    periods(WEEKS.keepingUnfinished(), kept).combine(kept);
    assertThat(field(kept, BarColumn.VOLUME)).containsExactly(10, 11);
    assertThat(kept.isUnfinished(1)).isTrue();
  }

  @Test
  void tickerWithoutABarInTheLastWeek_hasNoUnfinishedOne() {
    BarColumns all = SmallSeries.bars(1, 2, 3, 4, 5, 6);
    PeriodBars periods = periods(WEEKS.keepingUnfinished(), all);
    BarColumns bars = SmallSeries.bars(1, 2);
    periods.combine(bars);
    assertThat(bars.size()).isEqualTo(1);
    assertThat(bars.epochDay(0)).isEqualTo(3);
    assertThat(bars.isUnfinished(0)).isFalse();
    BarColumns none = new BarColumns(0);
    periods.combine(none);
    assertThat(none.size()).isZero();
  }

  @Test
  void optionalFields_areThereIfEveryBarWithAVolumeHasThem() {
    BarColumns bars = SmallSeries.bars(1, 3, 0, 4, 5, 6, 1, 1, 1, 1, 1, 1);
    double[] vwap = bars.field(RawBar.place(BarColumn.VWAP));
    double[] trades = bars.field(RawBar.place(BarColumn.TRADES));
    for (int i = 0; i < 5; i++) {
      vwap[i] = i == 2 ? NaN : 10 + i;
      trades[i] = i == 2 ? NaN : 1;
    }
    periods(WEEKS, bars).combine(bars);
    assertThat(field(bars, BarColumn.VWAP)).containsExactly((10 + 33 + 52) / 8.0, NaN);
    assertThat(field(bars, BarColumn.TRADES)).containsExactly(3, NaN);
  }

  @Test
  void meanOfEqualPrices_isThatPrice() {
    BarColumns bars = SmallSeries.bars(7, 11, 13, 17, 1);
    Arrays.fill(bars.field(RawBar.place(BarColumn.VWAP)), 0.1);
    periods(WEEKS, bars).combine(bars);
    assertThat(field(bars, BarColumn.VWAP)).containsExactly(0.1);
  }

  @Test
  void warnings_tellOfAnUnfinishedWeek_ifItWouldBePublished() {
    BarColumns bars = SmallSeries.bars(1, 2, 3, 4, 5);
    assertThat(periods(WEEKS, bars).warnings()).hasSize(1);
    assertThat(periods(WEEKS.keepingUnfinished(), bars).warnings()).isEmpty();
    BarColumns none = new BarColumns(0);
    assertThat(periods(WEEKS, none).warnings()).isEmpty();
  }

  @Test
  void warnings_tellOfDaysAfterTheLastSession() {
    BarColumns bars = SmallSeries.bars(1, 2, 3, 4, 5);
    BarsNode node =
        DAYS.aggregated(
            CalendarPeriod.WEEK,
            TradingCalendar.of(
                "short",
                Stream.of(0L, 1L, 4L, 5L, 6L, 7L, 8L).map(LocalDate::ofEpochDay).toList()));
    assertThat(periods(node, bars).warnings())
        .contains(
            "days with bars after the last session of their week on short: 2, the first is"
                + " 1970-01-03; such a week was finished before they were there; state the calendar"
                + " of the bars, or none");
  }
}
