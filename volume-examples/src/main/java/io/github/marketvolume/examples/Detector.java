package io.github.marketvolume.examples;

import static io.github.marketvolume.calendar.DayKind.HALF_DAY;
import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.RollingWindow.bars;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.HarModel;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Smoothing;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A way to call days of the market unusual by volume, to compare with others. None flags a half
 * day.
 *
 * @param name what is looked at, in words
 * @param score the number that is compared
 * @param threshold the score from which on a day is flagged
 */
record Detector(String name, NumericMetric<MarketDay, Double> score, double threshold) {

  private static final CalendarEffects EFFECTS = CalendarEffects.published(NYSE);

  private static final Derived<MarketDay> ADJUSTED =
      MarketShocks.TOTAL_VOLUME.log().adjustedFor(EFFECTS);

  /** A hundred years: a window that never slides. */
  private static final int ALL_DAYS = 25_200;

  /** How many days an expectation is fitted to at least. */
  private static final int REQUIRED = 60;

  /** The detectors that are compared, the application's own first. */
  static List<Detector> all() {
    return List.of(
        ofTickers(0.55),
        ofTickers(0.8),
        ofTickers(MarketShocks.USUAL_THRESHOLD),
        ofTickers(1.5),
        ofTickers(2),
        new Detector(
            "share of tickers with a modified z of 3.5", MarketShocks.ON_NYSE.breadth35(), 0.05),
        new Detector(
            "share of tickers with a modified z of 3.5", MarketShocks.ON_NYSE.breadth35(), 0.1),
        new Detector(
            "share of tickers with a modified z of 3.5", MarketShocks.ON_NYSE.breadth35(), 0.2),
        ofTotal(2),
        ofTotal(3),
        ofExponential(2),
        ofExponential(3),
        ofExpected(2),
        ofExpected(3),
        ofSums(5),
        ofSums(10),
        ofForest(0.4),
        ofForest(0.7),
        ofForest(1));
  }

  private static Detector ofTickers(double threshold) {
    return new Detector(
        "median of the tickers' modified z", MarketShocks.ON_NYSE.score(), threshold);
  }

  private static Detector ofTotal(double threshold) {
    return new Detector(
        "total volume: z of 20 days",
        MarketShocks.TOTAL_VOLUME.zScore().over(bars(20).requiring(15)).as("z"),
        threshold);
  }

  private static Detector ofExponential(double threshold) {
    return new Detector(
        "adjusted total volume: EWMA",
        ADJUSTED.smoothed(Smoothing.ewma(0.1).startingAfter(20)).score().as("ewma"),
        threshold);
  }

  private static Detector ofExpected(double threshold) {
    return new Detector(
        "adjusted total volume: HAR",
        ADJUSTED.expectedBy(HarModel.expanding(REQUIRED)).score().as("har"),
        threshold);
  }

  /** Flags a day on which the sum reaches the threshold, after which it starts anew. */
  private static Detector ofSums(double threshold) {
    return new Detector(
        "adjusted total volume: CUSUM of z",
        ADJUSTED
            .zScore()
            .over(bars(60).requiring(45))
            .cusumUp(0.5, threshold)
            .as("cusum_" + Math.round(threshold)),
        threshold);
  }

  private static Detector ofForest(double threshold) {
    return new Detector(
        "adjusted total volume: random cut forest of z",
        ADJUSTED
            .zScore()
            .over(bars(60).requiring(45))
            .score(RandomCutForestScore.standard())
            .over(bars(ALL_DAYS).requiring(REQUIRED))
            .as("random_cut_forest"),
        threshold);
  }

  /** Its flag. */
  Flag<MarketDay> flag() {
    return score.atLeast(threshold).except(NYSE, HALF_DAY);
  }

  /** The episodes of its flag on some days. */
  Episodes episodes(List<Flagged<MarketDay>> days) {
    return Episodes.of(days, flag(), score, MarketShocks.JOINED_WITHIN);
  }

  /** The days of the market with the scores and flags of detectors. */
  static FlaggedStage<MarketDay> daily(BarsStage prices, List<Detector> detectors) {
    Set<Metric<MarketDay, ?>> measured = new LinkedHashSet<>();
    for (Detector detector : detectors) {
      if (!(detector.score() instanceof CrossSection)) {
        measured.add(detector.score());
      }
    }
    return MarketShocks.ON_NYSE
        .explained(prices)
        .measureAll(List.copyOf(measured))
        .flagAll(detectors.stream().map(Detector::flag).toList());
  }
}
