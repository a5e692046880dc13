package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.time.LocalDate;

/**
 * Rows of one series with a flag set that are close to each other, as one event.
 *
 * @param start the day of the first flagged row
 * @param end the day of the last flagged row; the first, where there is one only
 * @param sessions how many rows the series has from the first to the last of them, flagged or not
 * @param flaggedDays how many of these rows are flagged
 * @param isOpen whether a later row could still extend the episode: the series ends so soon after
 *     the last flagged row that its next row, if flagged, would be joined
 * @param peak the flagged row whose score lies farthest beyond the threshold; of several, the
 *     earliest
 * @param peakScore the number that the flag's rule compared on that row
 */
public record FlaggedEpisode<R extends Dated>(
    LocalDate start,
    LocalDate end,
    long sessions,
    long flaggedDays,
    boolean isOpen,
    Flagged<R> peak,
    double peakScore)
    implements Dated {

  public FlaggedEpisode {
    LocalDate peakDate = peak.tradeDate();
    if (start.isAfter(peakDate) || peakDate.isAfter(end)) {
      throw new IllegalArgumentException(
          "an episode from " + start + " to " + end + " cannot have its peak on " + peakDate);
    }
    if (flaggedDays < 1 || sessions < flaggedDays) {
      throw new IllegalArgumentException(
          "an episode of "
              + sessions
              + " sessions cannot have "
              + flaggedDays
              + " flagged ones; give 1 to as many as it has");
    }
  }

  /** Its first day. */
  @Override
  public LocalDate tradeDate() {
    return start;
  }
}
