package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * What a {@link RollingWindow} counts. A window is so many places in a row; a place holds one row
 * of the series, or none. Rows come in the order of their time keys, which ascend; today a key is
 * the day since 1970-01-01.
 */
public sealed interface WindowUnit extends Serializable
    permits StandardUnit, SessionUnit, SameKindUnit {

  /** The unit in words, in the plural: {@code bars}. */
  String plural();

  /** What a default column name says of it, after the length; nothing for bars. */
  String suffix();

  /** How many windows are kept side by side, of which a row reads and fills one. */
  default int tracks() {
    return 1;
  }

  /** Which of the windows is a row's, from 0 on; -1 where it has none, and no value. */
  default int track(int key) {
    return 0;
  }

  /** Whether a row takes a place, or is only beside the window. */
  default boolean takesPlace(int key) {
    return true;
  }

  /**
   * How many places a row's own, or the last one before it, lies after that of an earlier row of
   * its window: 1 where it has the next place, more where places between them hold no row.
   *
   * @param earlier the key of the row that was before it
   * @param key the key of the row, which is larger
   */
  int placesAfter(int earlier, int key);

  /** How many values a window of so many places requires unless it is told. */
  int requiredOf(int length);

  /** What a window of so many places before a row needs to know. */
  LookBack lookBack(int places);
}
