package io.github.marketvolume.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Joins flagged rows of a series that are close to each other: successive ones that are at most so
 * many places apart are one run. Rows that are not flagged only take places.
 */
public final class FlaggedRuns {

  private FlaggedRuns() {}

  /**
   * A run of flagged rows.
   *
   * @param first the first flagged row
   * @param last the last flagged row; the first, where there is one only
   * @param isOpen whether the next row that comes, if it is flagged and has the next place, is
   *     still of this run
   */
  public record Run(int first, int last, boolean isOpen) {}

  /**
   * The runs of some rows, ascending; only the last of them can be open.
   *
   * @param from the first row
   * @param to the row after the last one
   * @param flagged whether a row is flagged
   * @param place the place of a row, which ascends with the rows
   * @param within the largest distance of successive flagged rows of a run, in places; 1 joins
   *     neighbours only
   */
  public static List<Run> of(
      int from, int to, IntPredicate flagged, IntUnaryOperator place, int within) {
    List<Run> runs = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int row = from; row < to; row++) {
      if (flagged.test(row)) {
        if (last >= 0 && distance(place, last, row) > within) {
          runs.add(new Run(first, last, false));
          first = -1;
        }
        first = first < 0 ? row : first;
        last = row;
      }
    }
    if (last >= 0) {
      runs.add(new Run(first, last, distance(place, last, to - 1) < within));
    }
    return runs;
  }

  private static long distance(IntUnaryOperator place, int earlier, int later) {
    return (long) place.applyAsInt(later) - place.applyAsInt(earlier);
  }
}
