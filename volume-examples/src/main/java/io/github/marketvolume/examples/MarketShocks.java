package io.github.marketvolume.examples;

import static io.github.marketvolume.calendar.DayKind.HALF_DAY;
import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Indicators;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.TickerOfLargest;
import java.util.List;

/**
 * Finds market shocks by volume: days on which most tickers trade far more than they usually do.
 *
 * <p>The score of a day is the median over the tickers of their modified z-scores: log volume, less
 * what the kind of the day is expected to add, against the 60 bars before, of which 45 must have a
 * volume. It is missing with fewer than {@value #MIN_TICKERS} tickers that have one.
 */
public final class MarketShocks {

  /** The score from which on a day is flagged, unless another is asked for. */
  public static final double USUAL_THRESHOLD = 1.1;

  /** How many tickers must have a score on a day. */
  public static final int MIN_TICKERS = 50;

  /** How many trading days flagged days of one episode may be apart. */
  public static final int JOINED_WITHIN = 5;

  /** Names for the market's score. */
  public static final Levels LEVELS =
      Levels.of("WATCH", 0.55).and("SHOCK", USUAL_THRESHOLD).and("SEVERE", 2);

  /** A ticker's score: what the calendar expects is taken from its log volume. */
  public static final Score<Bar> TICKER_SCORE =
      LOG_VOLUME
          .adjustedFor(CalendarEffects.published(NYSE))
          .modifiedZScore()
          .over(bars(60).requiring(45))
          .as("modified_z_60_adjusted");

  /** The market's score, in multiples of the usual deviation of log volume. */
  public static final CrossSection<Double> SCORE =
      CrossSection.across(TICKER_SCORE.median()).requiring(MIN_TICKERS).as("market_score");

  /** The share of the tickers with a score that have one of 2 or more. */
  public static final CrossSection<Double> BREADTH_2 =
      share(TICKER_SCORE.atLeast(2)).requiring(MIN_TICKERS).as("breadth_2");

  /** The share of the tickers with a score whose volume is an anomaly. */
  public static final CrossSection<Double> BREADTH_3_5 =
      share(TICKER_SCORE.atLeast(Sp500Pipeline.SPIKE_THRESHOLD))
          .requiring(MIN_TICKERS)
          .as("breadth_3_5");

  /** All shares that were traded. */
  static final CrossSection<Long> TOTAL_VOLUME = total(VOLUME).as("total_volume");

  /** Shares of tickers whose close is above that of the bar before. */
  static final CrossSection<Double> UP_VOLUME = Indicators.upVolume().as("up_volume");

  /** Shares of tickers whose close is below that of the bar before. */
  static final CrossSection<Double> DOWN_VOLUME = Indicators.downVolume().as("down_volume");

  /** The ticker with the highest score. */
  static final TickerOfLargest FOREMOST = tickerOfLargest(TICKER_SCORE).as("foremost_ticker");

  /** The kind of a day. */
  static final DayKindOf<MarketDay> KIND = DayKindOf.on(NYSE);

  private MarketShocks() {}

  /** The flag of days with at least this score; half days never have it. */
  public static Flag<MarketDay> alarm(double threshold) {
    return SCORE.atLeast(threshold).except(NYSE, HALF_DAY).as("shock");
  }

  /** The days of the market with their scores and flags, and what explains them. */
  public static FlaggedStage<MarketDay> daily(BarsStage prices, double threshold) {
    return explained(prices).flag(alarm(threshold));
  }

  /** The days of the market with their scores, and what explains them. */
  static MeasuredStage<MarketDay> explained(BarsStage prices) {
    return prices
        .market(SCORE, BREADTH_2, BREADTH_3_5, TOTAL_VOLUME, UP_VOLUME, DOWN_VOLUME, FOREMOST)
        .measure(KIND);
  }

  /** The episodes of the rows of {@link #daily}. */
  public static Episodes episodes(List<Flagged<MarketDay>> days, double threshold) {
    return Episodes.of(days, alarm(threshold), SCORE, JOINED_WITHIN);
  }
}
