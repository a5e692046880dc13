package io.github.marketvolume.rows;

import io.github.marketvolume.kernel.FlaggedRuns;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Flagged;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.series.FlagStep;
import io.github.marketvolume.series.SeriesColumns;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the episodes of one series: which of its rows are joined.
 *
 * @param flag the flag of the rows
 * @param joinedWithin how far apart they may be
 */
record EpisodeRows(Flag<?> flag, RollingWindow joinedWithin) implements Serializable {

  /**
   * An episode, by rows.
   *
   * @param first the first flagged row
   * @param last the last flagged row
   * @param flagged how many are
   * @param isOpen whether a later row could extend it
   * @param peak the flagged row farthest beyond the threshold
   * @param score that row's
   */
  record Rows(int first, int last, int flagged, boolean isOpen, int peak, double score) {

    long sessions() {
      return last - first + 1L;
    }

    /**
     * The episode as a value.
     *
     * @param epochDays the days of the series
     * @param row the row of the peak
     */
    <R extends Dated> FlaggedEpisode<R> toValue(int[] epochDays, Flagged<R> row) {
      return new FlaggedEpisode<>(
          LocalDate.ofEpochDay(epochDays[first]),
          LocalDate.ofEpochDay(epochDays[last]),
          sessions(),
          flagged,
          isOpen,
          row,
          score);
    }
  }

  /**
   * The episodes of some rows, ascending.
   *
   * @param columns the flag's column and its inputs
   * @param epochDays the days of all rows, ascending
   * @param from the first row that counts
   * @param to the row after the last one
   */
  List<Rows> of(SeriesColumns columns, int[] epochDays, int from, int to) {
    double[] flags = columns.get(flag);
    int[] places = joinedWithin.unit().places(epochDays);
    List<Rows> episodes = new ArrayList<>();
    for (FlaggedRuns.Run run :
        FlaggedRuns.of(
            from, to, row -> flags[row] == 1, row -> places[row], joinedWithin.length())) {
      episodes.add(episode(run, columns, flags));
    }
    return episodes;
  }

  private Rows episode(FlaggedRuns.Run run, SeriesColumns columns, double[] flags) {
    int flagged = 0;
    int peak = -1;
    double score = Double.NaN;
    double farthest = Double.NEGATIVE_INFINITY;
    for (int row = run.first(); row <= run.last(); row++) {
      if (flags[row] == 1) {
        flagged++;
        Verdict verdict = FlagStep.verdict(flag.rule(), columns, row);
        if (verdict.beyond() > farthest) {
          peak = row;
          score = verdict.score();
          farthest = verdict.beyond();
        }
      }
    }
    return new Rows(run.first(), run.last(), flagged, run.isOpen(), peak, score);
  }
}
