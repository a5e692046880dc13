package io.github.marketvolume.examples;

import static io.github.marketvolume.calendar.DayKind.HALF_DAY;
import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
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

  /** The market's score, in multiples of the usual deviation of log volume. */
  public static final CrossSection<Double> SCORE =
      CrossSection.across(
              LOG_VOLUME
                  .adjustedFor(CalendarEffects.published(NYSE))
                  .modifiedZScore()
                  .over(bars(60).requiring(45))
                  .median())
          .requiring(MIN_TICKERS)
          .as("market_score");

  private MarketShocks() {}

  /** The flag of days with at least this score; half days never have it. */
  public static Flag<MarketDay> alarm(double threshold) {
    return SCORE.atLeast(threshold).except(NYSE, HALF_DAY).as("shock");
  }

  /** The days of the market with their scores and flags. */
  public static FlaggedStage<MarketDay> daily(BarsStage prices, double threshold) {
    return prices.market(SCORE).flag(alarm(threshold));
  }

  /** The episodes of the rows of {@link #daily}. */
  public static Episodes episodes(List<Flagged<MarketDay>> days, double threshold) {
    return Episodes.of(days, alarm(threshold), SCORE, JOINED_WITHIN);
  }
}
