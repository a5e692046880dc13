package io.github.marketvolume.examples;

import static io.github.marketvolume.calendar.DayKind.HALF_DAY;
import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.CrossSection.tickerOfLargest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.EpisodesStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.MeasuredStage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.examples.report.ShockRule;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.Indicators;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Levels;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.TickerOfLargest;
import java.util.List;

/**
 * Finds market shocks by volume: days on which most tickers trade far more than they usually do.
 *
 * <p>The score of a day is the median over the tickers of their modified z-scores: log volume, less
 * what the kind of the day is expected to add, against the 60 bars before, of which 45 must have a
 * volume. It is missing with fewer than {@value #MIN_TICKERS} tickers that have one.
 *
 * @param calendar which day is of which kind; days that it does not cover have no kind, and nothing
 *     is expected of them
 */
public record MarketShocks(TradingCalendar calendar) {

  /** The score from which on a day is a shock, unless another is asked for. */
  public static final double USUAL_THRESHOLD = 1.1;

  /** How many tickers must have a score on a day. */
  public static final int MIN_TICKERS = 50;

  /** How many trading days flagged days of one episode may be apart. */
  public static final int JOINED_WITHIN = 5;

  /** The score from which on a day has a level. */
  private static final double LOWEST_LEVEL = 0.55;

  /** Names for the market's score. */
  public static final Levels LEVELS =
      Levels.of("WATCH", LOWEST_LEVEL).and("SHOCK", USUAL_THRESHOLD).and("SEVERE", 2);

  /** What a page says of shocks. */
  static final ShockRule RULE = new ShockRule(LEVELS, USUAL_THRESHOLD, MIN_TICKERS);

  /** Shocks of a market whose days are those of the New York Stock Exchange. */
  public static final MarketShocks ON_NYSE = new MarketShocks(TradingCalendar.NYSE);

  /** Shocks of a market of which no calendar is known: no day has a kind. */
  public static final MarketShocks WITHOUT_CALENDAR = new MarketShocks(TradingCalendar.NONE);

  /** All shares that were traded. */
  static final CrossSection<Long> TOTAL_VOLUME = total(VOLUME).as("total_volume");

  /** Shares of tickers whose close is above that of the bar before. */
  static final CrossSection<Double> UP_VOLUME = Indicators.upVolume().as("up_volume");

  /** Shares of tickers whose close is below that of the bar before. */
  static final CrossSection<Double> DOWN_VOLUME = Indicators.downVolume().as("down_volume");

  /** A ticker's score: what the calendar expects is taken from its log volume. */
  public Score<Bar> tickerScore() {
    return LOG_VOLUME
        .adjustedFor(CalendarEffects.published(calendar))
        .modifiedZScore()
        .over(bars(60).requiring(45))
        .as("modified_z_60_adjusted");
  }

  /** A ticker's score less the median of all tickers' on the day: what is the stock's own. */
  public NumericMetric<Bar, Double> stockSpecificScore() {
    return Demeaned.acrossTickers(tickerScore().median()).as("stock_specific_score");
  }

  /** The market's score, in multiples of the usual deviation of log volume. */
  public CrossSection<Double> score() {
    return CrossSection.across(tickerScore().median()).requiring(MIN_TICKERS).as("shock_score");
  }

  /** The share of the tickers with a score that have one of 2 or more. */
  public CrossSection<Double> breadth2() {
    return share(tickerScore().atLeast(2)).requiring(MIN_TICKERS).as("breadth_2");
  }

  /** The share of the tickers with a score whose volume is an anomaly. */
  public CrossSection<Double> breadth35() {
    return share(tickerScore().atLeast(Sp500Pipeline.SPIKE_THRESHOLD))
        .requiring(MIN_TICKERS)
        .as("breadth_3_5");
  }

  /** The ticker with the highest score. */
  TickerOfLargest foremost() {
    return tickerOfLargest(tickerScore()).as("foremost_ticker");
  }

  /** The kind of a day. */
  public DayKindOf<MarketDay> kind() {
    return DayKindOf.on(calendar);
  }

  /** The level of a day's score; half days have none. */
  public LevelOf<MarketDay> level() {
    return alarm(LOWEST_LEVEL).level(LEVELS).as("level");
  }

  /** The flag of days with at least this score; half days never have it. */
  public Flag<MarketDay> alarm(double threshold) {
    return score().atLeast(threshold).except(calendar, HALF_DAY).as("shock");
  }

  /** The days of the market with their scores and flags, and what explains them. */
  public FlaggedStage<MarketDay> daily(BarsStage prices, double threshold) {
    return explained(prices).flag(alarm(threshold));
  }

  /** The shocks, a row each, with what explains the day of the peak. */
  public EpisodesStage<MarketDay> shocks(BarsStage prices) {
    Flag<MarketDay> shock = alarm(USUAL_THRESHOLD);
    return explained(prices)
        .measure(level())
        .flag(shock)
        .episodes(shock)
        .joinedWithin(bars(JOINED_WITHIN));
  }

  /** The days of the market with their scores, and what explains them. */
  MeasuredStage<MarketDay> explained(BarsStage prices) {
    return prices
        .market(score(), breadth2(), breadth35(), TOTAL_VOLUME, UP_VOLUME, DOWN_VOLUME, foremost())
        .measure(kind());
  }

  /** The episodes of the rows of {@link #daily}. */
  public Episodes episodes(List<Flagged<MarketDay>> days, double threshold) {
    return Episodes.of(days, alarm(threshold), score(), JOINED_WITHIN);
  }
}
