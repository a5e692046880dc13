package io.github.marketvolume.series;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Computes some metrics of one series, row after row, from the columns that are there already. What
 * it has to know of earlier rows it holds itself: it never looks at a row before the ones that it
 * is given.
 */
abstract class Step {

  /**
   * Computes the next rows, in tight loops over arrays.
   *
   * @param from the first of them
   * @param to the row after the last one
   */
  abstract void advance(SeriesColumns columns, int from, int to);

  /** Writes all that the next rows need of those before; nothing, if they need nothing. */
  void write(DataOutput out) throws IOException {}

  /** Becomes what was written; only a step that has seen no row. */
  void read(DataInput in) throws IOException {}

  /** Whether it needs rows that come later, and so all rows at once. */
  boolean isHindsight() {
    return false;
  }
}
