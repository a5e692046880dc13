package io.github.marketvolume.metric;

import java.io.Serializable;

/**
 * What a {@link RollingWindow} counts. A window is so many places in a row; a place holds one row
 * of the series, or none. Rows come in the order of their time keys, which ascend; today a key is
 * the day since 1970-01-01.
 */
public sealed interface WindowUnit extends Serializable permits StandardUnit {

  /** The unit in words, in the plural: {@code bars}. */
  String plural();

  /** What a default column name says of it, after the length; nothing for bars. */
  String suffix();

  /**
   * How many places a row lies after the row before it: 1 where it has the next place, more where
   * places between them hold no row, 0 where it has no place of its own after that.
   *
   * @param earlier the key of the row before
   * @param key the key of the row, which is larger
   */
  int placesAfter(int earlier, int key);

  /** How many values a window of so many places requires unless it is told. */
  int requiredOf(int length);

  /** What a window of so many places before a row needs to know. */
  LookBack lookBack(int places);
}
