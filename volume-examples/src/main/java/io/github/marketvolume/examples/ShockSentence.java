package io.github.marketvolume.examples;

import io.github.marketvolume.calendar.DayKind;
import io.github.marketvolume.evaluation.Episode;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.examples.report.ShockFacts;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Measured;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Says of an episode what happened, in facts alone. */
final class ShockSentence {

  private static final MarketShocks SHOCKS = MarketShocks.ON_NYSE;

  private ShockSentence() {}

  /**
   * A sentence about each episode.
   *
   * @param days the market's days, as {@link MarketShocks#explained} measures them
   */
  static List<String> of(Episodes episodes, List<? extends Measured<MarketDay>> days) {
    List<String> sentences = new ArrayList<>();
    for (Episode episode : episodes.list()) {
      sentences.add(facts(episode, episodes.list(), days).sentence());
    }
    return sentences;
  }

  private static ShockFacts facts(
      Episode episode, List<Episode> all, List<? extends Measured<MarketDay>> days) {
    return new ShockFacts(
        MarketShocks.LEVELS.of(episode.peakScore()).orElse("Unusual volume"),
        episode.start(),
        episode.end(),
        days.stream().filter(day -> isIn(episode, day.tradeDate())).count(),
        episode.flaggedDays(),
        1 + all.stream().filter(other -> other.peakScore() > episode.peakScore()).count(),
        all.size(),
        peak(
            episode.peakScore(),
            days.stream()
                .filter(day -> day.tradeDate().equals(episode.peakDate()))
                .findFirst()
                .orElseThrow()));
  }

  private static boolean isIn(Episode episode, LocalDate day) {
    return !day.isBefore(episode.start()) && !day.isAfter(episode.end());
  }

  private static ShockFacts.Peak peak(double score, Measured<MarketDay> day) {
    return new ShockFacts.Peak(
        day.tradeDate(),
        day.get(SHOCKS.kind()).map(DayKind::valueOf),
        score,
        number(day, SHOCKS.breadth2()),
        number(day, SHOCKS.breadth35()),
        day.get(MarketShocks.UP_VOLUME).orElse(0.0),
        day.get(MarketShocks.DOWN_VOLUME).orElse(0.0),
        day.get(SHOCKS.foremost()));
  }

  private static OptionalDouble number(Measured<MarketDay> day, CrossSection<Double> metric) {
    return day.get(metric).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
