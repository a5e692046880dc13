package io.github.marketvolume.examples.report;

import io.github.marketvolume.metric.Levels;
import java.util.List;

/**
 * What makes a day of the market a shock, as a page says it.
 *
 * @param levels names for the market's score
 * @param threshold the score from which on a day is a shock
 * @param minTickers how many tickers must have a score on a day, so that the market has one
 */
public record ShockRule(Levels levels, double threshold, int minTickers) {

  /** The names of the levels of days that are shocks. */
  List<String> levelsOfShocks() {
    return levels.list().stream()
        .filter(level -> level.from() >= threshold)
        .map(Levels.Level::name)
        .toList();
  }
}
