package io.github.marketvolume.live;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.CLOSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.Conditions.isTicker;
import static io.github.marketvolume.metric.Conditions.not;
import static io.github.marketvolume.metric.CrossSection.mean;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.metric.RollingWindow.days;
import static io.github.marketvolume.metric.RollingWindow.sameKind;
import static io.github.marketvolume.metric.RollingWindow.sessions;
import static io.github.marketvolume.metric.Smoothing.ewma;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Rank;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A state that an earlier version of this library wrote is read by this one: the file is kept, and
 * never written anew within a major version. Its session has a metric of every kind.
 */
class KeptStateTest {

  private static final String KEPT = "session-1.state";
  private static final LocalDate FIRST = LocalDate.of(2019, 11, 1);
  private static final int HISTORY = 70;
  private static final int ARRIVED = 90;

  private static final BarsStage PRICES = BarsStage.from(InMemoryBars.of(market(0, HISTORY)));

  private static final Flag<Bar> SPIKE =
      LOG_VOLUME.modifiedZScore().over(bars(10)).atLeast(1).as("spike");

  private static final Flag<MarketDay> HOT =
      total(VOLUME).log().zScore().over(bars(10)).atLeast(1).as("hot");

  private static final List<Stage<?>> STAGES =
      List.of(
          PRICES
              .measure(
                  VOLUME.mean().over(bars(7)).as("mean"),
                  VOLUME.standardDeviation().over(bars(9)).as("deviation"),
                  CLOSE.quantile(0.9).over(days(12)).as("quantile"),
                  VOLUME.max().over(sessions(5).on(NYSE)).as("max"),
                  VOLUME.total().over(sameKind(2).on(NYSE)).as("total"),
                  CLOSE.lagged(3).as("lagged"),
                  CLOSE.change().sign().times(VOLUME).cumulative().as("cumulative"),
                  LOG_VOLUME.smoothed(ewma(0.2).startingAfter(3)).score().as("smoothed"),
                  LOG_VOLUME.expectedBy(HarModel.rolling(30).requiring(20)).score().as("rolling"),
                  LOG_VOLUME.expectedBy(HarModel.expanding(25)).forecast().as("expanding"),
                  LOG_VOLUME.zScore().over(bars(10)).cusumUp(0.5, 4).as("cusum"))
              .measure(
                  LOG_VOLUME.adjustedFor(CalendarEffects.estimated(NYSE).requiring(1)).as("effect"),
                  Rank.trailing(VOLUME.descending(), bars(6)).as("trailing"),
                  Rank.acrossTickers(VOLUME.descending()).as("across"),
                  Rank.acrossTickers(VOLUME.descending()).lagged(2).as("across_before"),
                  Demeaned.acrossTickers(LOG_VOLUME.median()).as("demeaned")),
          PRICES.measure(LOG_VOLUME.modifiedZScore().over(bars(10))).flag(SPIKE).episodes(SPIKE),
          PRICES
              .market(total(VOLUME), mean(LOG_VOLUME), tickerOfLargest(VOLUME))
              .measure(total(VOLUME).log().zScore().over(bars(10)))
              .flag(HOT),
          PRICES
              .market(total(VOLUME))
              .measure(total(VOLUME).log().zScore().over(bars(10)))
              .flag(HOT)
              .episodes(HOT),
          PRICES.where(not(isTicker("CCC")).and(CLOSE.ratioToLagged(1).atLeast(0.99))).measure());

  private static final LivePlan PLAN =
      LivePlan.of(STAGES.toArray(Stage<?>[]::new)).correctingLast(3);

  /** Some bars that no library's random numbers are in. */
  private static List<Bar> market(int from, int to) {
    List<Bar> bars = new ArrayList<>();
    for (int day = from; day < to; day++) {
      LocalDate date = FIRST.plusDays(day);
      for (int ticker = 0; ticker < 3 && date.getDayOfWeek().getValue() < 6; ticker++) {
        int mixed = (day * 7_919 + ticker * 104_729) % 1_009;
        bars.add(
            Bar.builder()
                .from(Bar.of("ABC".substring(ticker, ticker + 1).repeat(3), date, 1_000L + mixed))
                .close(100 + mixed / 100.0)
                .build());
      }
    }
    return bars;
  }

  /** A session that was told of some days, corrections, and what it has not told yet. */
  private static LiveSession session() {
    LiveSession session = LocalRunner.create().withThreads(1).live(PLAN);
    for (int day = HISTORY; day < ARRIVED; day++) {
      market(day, day + 1).forEach(session::offer);
      LiveDay closed = session.closeDay(FIRST.plusDays(day));
      assertThat(closed.isClosed()).isTrue();
    }
    session.offer(Bar.of("AAA", FIRST.plusDays(ARRIVED - 3), 5_000));
    session.offer(Bar.of("AAA", FIRST, 5_000));
    market(ARRIVED, ARRIVED + 1).forEach(session::offer);
    return session;
  }

  @Test
  void keptState_goesOnAsIfThisVersionHadWrittenIt() throws IOException {
    LiveSession now = session();
    String file = System.getProperty("volume.state.write");
    if (file != null) {
      Files.write(Path.of(file), now.state());
    }
    LiveSession kept = LocalRunner.create().live(PLAN, kept());
    assertThat(kept.counts()).isEqualTo(now.counts());
    for (int day = ARRIVED; day < ARRIVED + 10; day++) {
      LocalDate date = FIRST.plusDays(day);
      for (Bar bar : market(day, day + 1)) {
        assertThat(kept.offer(bar)).isEqualTo(now.offer(bar));
      }
      LiveDay expected = now.closeDay(date);
      LiveDay actual = kept.closeDay(date);
      for (Stage<?> stage : STAGES) {
        assertThat(actual.rows(stage)).hasToString(expected.rows(stage).toString());
        assertThat(actual.revisions().of(stage))
            .hasToString(expected.revisions().of(stage).toString());
      }
      assertThat(actual.late()).isEqualTo(expected.late());
    }
  }

  private static byte[] kept() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KeptStateTest.class.getResourceAsStream(KEPT), KEPT)) {
      return in.readAllBytes();
    }
  }
}
