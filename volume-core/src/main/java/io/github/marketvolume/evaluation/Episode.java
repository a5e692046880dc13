package io.github.marketvolume.evaluation;

import java.time.LocalDate;

/**
 * Flagged days that are close to each other, as one event.
 *
 * @param start the first flagged day
 * @param end the last flagged day; the first, where there is one only
 * @param flaggedDays how many days from the first to the last are flagged
 * @param peakDate the flagged day with the highest score; of several, the earliest
 * @param peakScore the score of that day, in the unit of what was flagged
 */
public record Episode(
    LocalDate start, LocalDate end, int flaggedDays, LocalDate peakDate, double peakScore) {

  public Episode {
    if (start.isAfter(peakDate) || peakDate.isAfter(end)) {
      throw new IllegalArgumentException(
          "an episode from " + start + " to " + end + " cannot have its peak on " + peakDate);
    }
    if (flaggedDays < 1) {
      throw new IllegalArgumentException(
          "an episode of " + flaggedDays + " flagged days is not possible; give 1 or more");
    }
  }
}
