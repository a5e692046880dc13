package io.github.marketvolume.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.attendance.SessionFindings;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.Tally;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Totals of periods that are out of range. */
class PeriodTotalsTest {

  private static final BarsStage DAYS = BarsStage.from(InMemoryBars.of());

  /** Half of the largest volume on each day of some months. */
  private static BarColumns large() {
    BarColumns bars = new BarColumns(0);
    LocalDate first = LocalDate.of(2020, 1, 1);
    for (LocalDate date : first.datesUntil(LocalDate.of(2020, 9, 1)).toList()) {
      RawBar bar = new RawBar();
      bar.ticker("A");
      bar.epochDay(Math.toIntExact(date.toEpochDay()));
      bar.set(BarColumn.VOLUME, 5e14);
      bars.add(bar, 0);
    }
    return bars;
  }

  private static List<String> warnings(BarsStage stage) {
    Tally tally = new Tally();
    PeriodTotals.of(List.of(stage.plan(), stage.plan())).note("A", large(), tally);
    SessionFindings sessions = tally.judgeSessions(BarRules.standard());
    return tally.warnings("here", false, Integer.MAX_VALUE, List.of(), sessions);
  }

  @Test
  void note_namesTheFirst_andCountsTheOthers() {
    assertThat(warnings(DAYS.monthly()))
        .hasSize(6)
        .startsWith(
            "here: the volumes of the month from 2020-01-01 of A add up to a number out of range,"
                + " and so to a missing one; check them, and the split coefficients")
        .endsWith("here: 3 more totals of periods are missing as they are out of range");
  }

  @Test
  void note_isOfPublishedPeriods_andOfPeriodsAlone() {
    assertThat(warnings(DAYS)).isEmpty();
    assertThat(warnings(DAYS.monthly().from(LocalDate.of(2020, 8, 20))))
        .singleElement()
        .asString()
        .contains("from 2020-08-01");
    assertThat(warnings(DAYS.yearly().to(LocalDate.of(2020, 1, 2)))).hasSize(1);
    assertThat(warnings(DAYS.yearly().to(LocalDate.of(2020, 1, 1)))).isEmpty();
  }
}
