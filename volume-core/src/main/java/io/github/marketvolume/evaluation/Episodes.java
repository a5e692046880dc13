package io.github.marketvolume.evaluation;

import io.github.marketvolume.kernel.FlaggedRuns;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.NumericMetric;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The episodes of a series of days: flagged days that are at most so many trading days apart are
 * one episode. The trading days are the days of the series, so that the distance of two days is the
 * difference of their positions in it. An immutable value.
 *
 * <p>Days outside the series do not exist here. To judge a range of dates, select its days first:
 * an episode that began earlier then starts with its first flagged day in the range.
 */
public final class Episodes {

  private final List<LocalDate> days;
  private final List<LocalDate> flaggedDays;
  private final List<Episode> episodes;

  private Episodes(List<LocalDate> days, List<LocalDate> flaggedDays, List<Episode> episodes) {
    this.days = days;
    this.flaggedDays = flaggedDays;
    this.episodes = episodes;
  }

  /**
   * Joins flagged days.
   *
   * @param days the trading days of the series, ascending
   * @param flagged by position, whether a day is flagged
   * @param scores by position, the score of a day; only those of flagged days are looked at
   * @param joinedWithin the largest distance, in trading days, of two successive flagged days of
   *     one episode; 1 joins neighbours only
   * @throws IllegalArgumentException if the lengths differ, the days do not ascend, a flagged day
   *     has no finite score, or {@code joinedWithin} is below 1
   */
  public static Episodes of(
      List<LocalDate> days, boolean[] flagged, double[] scores, int joinedWithin) {
    List<LocalDate> all = List.copyOf(days);
    requireSeries(all, flagged, scores);
    if (joinedWithin < 1) {
      throw new IllegalArgumentException(
          "flagged days cannot be joined within " + joinedWithin + " trading days; give 1 or more");
    }
    List<LocalDate> flaggedDays =
        IntStream.range(0, flagged.length).filter(i -> flagged[i]).mapToObj(all::get).toList();
    List<Episode> episodes =
        FlaggedRuns.of(0, flagged.length, i -> flagged[i], i -> i, joinedWithin).stream()
            .map(run -> episode(all, flagged, scores, run.first(), run.last()))
            .toList();
    return new Episodes(all, flaggedDays, episodes);
  }

  /**
   * Joins the flagged days of a market's series, such as {@code prices.between(a,
   * b).market(score).flag(alarm).collect(runner)}.
   *
   * @param rows the market's days, ascending, as runners give them
   * @param flag which days are flagged
   * @param score what the highest day of an episode is told by, measured on every flagged day
   * @param joinedWithin as for {@link #of(List, boolean[], double[], int)}
   */
  public static Episodes of(
      List<Flagged<MarketDay>> rows,
      Flag<MarketDay> flag,
      NumericMetric<MarketDay, Double> score,
      int joinedWithin) {
    boolean[] flagged = new boolean[rows.size()];
    double[] scores = new double[rows.size()];
    for (int i = 0; i < flagged.length; i++) {
      flagged[i] = rows.get(i).is(flag);
      scores[i] = rows.get(i).get(score).orElse(Double.NaN);
    }
    return of(rows.stream().map(Flagged::tradeDate).toList(), flagged, scores, joinedWithin);
  }

  private static void requireSeries(List<LocalDate> days, boolean[] flagged, double[] scores) {
    if (flagged.length != days.size() || scores.length != days.size()) {
      throw new IllegalArgumentException(
          days.size()
              + " days, "
              + flagged.length
              + " flags and "
              + scores.length
              + " scores are not one series; give one of each a day");
    }
    for (int i = 0; i < flagged.length; i++) {
      if (i > 0 && !days.get(i - 1).isBefore(days.get(i))) {
        throw new IllegalArgumentException(
            days.get(i) + " comes after " + days.get(i - 1) + "; give each day once, ascending");
      }
      if (flagged[i] && !Double.isFinite(scores[i])) {
        throw new IllegalArgumentException(
            days.get(i) + " is flagged with a score of " + scores[i] + "; give a finite one");
      }
    }
  }

  private static Episode episode(
      List<LocalDate> days, boolean[] flagged, double[] scores, int first, int last) {
    int count = 0;
    int peak = first;
    for (int i = first; i <= last; i++) {
      if (flagged[i]) {
        count++;
        peak = scores[i] > scores[peak] ? i : peak;
      }
    }
    return new Episode(days.get(first), days.get(last), count, days.get(peak), scores[peak]);
  }

  /** The trading days of the series, flagged or not. */
  public List<LocalDate> days() {
    return days;
  }

  /** The flagged days, ascending; each is in one episode. */
  public List<LocalDate> flaggedDays() {
    return flaggedDays;
  }

  /** The episodes, ascending; they do not overlap. */
  public List<Episode> list() {
    return episodes;
  }

  /** The dates of an episode, and of so many trading days before and after it in the series. */
  DateRange widened(Episode episode, int tradingDays) {
    int start = Collections.binarySearch(days, episode.start());
    int end = Collections.binarySearch(days, episode.end());
    return new DateRange(
        days.get(Math.max(0, start - tradingDays)),
        days.get((int) Math.min(days.size() - 1L, (long) end + tradingDays)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Episodes that
        && days.equals(that.days)
        && flaggedDays.equals(that.flaggedDays)
        && episodes.equals(that.episodes);
  }

  @Override
  public int hashCode() {
    return 31 * days.hashCode() + flaggedDays.hashCode();
  }

  /** In numbers: {@code 9 episodes, 29 of 1427 days flagged}. */
  @Override
  public String toString() {
    return episodes.size()
        + " episodes, "
        + flaggedDays.size()
        + " of "
        + days.size()
        + " days flagged";
  }
}
