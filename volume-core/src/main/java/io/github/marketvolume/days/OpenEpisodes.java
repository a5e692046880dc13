package io.github.marketvolume.days;

import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import java.util.Arrays;
import java.util.List;

/** Episodes of rows of which more arrive. */
final class OpenEpisodes {

  private OpenEpisodes() {}

  /**
   * The first row of the last episode, if a later row can still join it: one on a day without a
   * session takes the place of the session before, and so can join what no session can.
   *
   * @param epochDays the days of all rows
   * @return the number of rows if there is no such episode
   */
  static int firstRow(List<?> episodes, int[] epochDays, RollingWindow joinedWithin) {
    if (episodes.isEmpty()) {
      return epochDays.length;
    }
    FlaggedEpisode<?> last = (FlaggedEpisode<?>) episodes.get(episodes.size() - 1);
    int[] places = joinedWithin.unit().places(epochDays);
    int end = Arrays.binarySearch(epochDays, Math.toIntExact(last.end().toEpochDay()));
    return (long) places[epochDays.length - 1] - places[end] > joinedWithin.length()
        ? epochDays.length
        : Arrays.binarySearch(epochDays, Math.toIntExact(last.start().toEpochDay()));
  }

  /**
   * The episodes that say something else than before.
   *
   * @param before the one that the first of them may be, as it was told; none if there was none
   */
  static <S> List<S> changed(List<S> before, List<S> episodes) {
    if (before.isEmpty() || episodes.isEmpty()) {
      return episodes;
    }
    FlaggedEpisode<?> told = (FlaggedEpisode<?>) before.get(0);
    FlaggedEpisode<?> first = (FlaggedEpisode<?>) episodes.get(0);
    boolean isSame = first.end().equals(told.end()) && first.isOpen() == told.isOpen();
    return isSame ? episodes.subList(1, episodes.size()) : episodes;
  }
}
