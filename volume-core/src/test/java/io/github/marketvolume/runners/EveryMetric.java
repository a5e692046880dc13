package io.github.marketvolume.runners;

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

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Stage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Rank;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages with a metric of every kind, and bars for them, of which states are kept in files from one
 * version of this library to the next: what is here stays as it is within a major version. A new
 * kind of metric gets stages and files of its own.
 */
public final class EveryMetric {

  /** The first day of the bars. */
  public static final LocalDate FIRST = LocalDate.of(2019, 11, 1);

  private static final Flag<Bar> SPIKE =
      LOG_VOLUME.modifiedZScore().over(bars(10)).atLeast(1).as("spike");

  private static final Flag<MarketDay> HOT =
      total(VOLUME).log().zScore().over(bars(10)).atLeast(1).as("hot");

  private EveryMetric() {}

  /** The stages, of some bars. */
  public static List<Stage<?>> stages(BarsStage prices) {
    return List.of(
        prices
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
        prices.measure(LOG_VOLUME.modifiedZScore().over(bars(10))).flag(SPIKE).episodes(SPIKE),
        prices
            .market(total(VOLUME), mean(LOG_VOLUME), tickerOfLargest(VOLUME))
            .measure(total(VOLUME).log().zScore().over(bars(10)))
            .flag(HOT),
        prices
            .market(total(VOLUME))
            .measure(total(VOLUME).log().zScore().over(bars(10)))
            .flag(HOT)
            .episodes(HOT),
        prices.where(not(isTicker("CCC")).and(CLOSE.ratioToLagged(1).atLeast(0.99))).measure());
  }

  /** Some bars that no library's random numbers are in. */
  public static List<Bar> market(int from, int to) {
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
}
