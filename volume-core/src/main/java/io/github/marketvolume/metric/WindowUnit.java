package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import java.io.Serializable;
import java.util.Optional;

/**
 * The unit that a {@link RollingWindow} counts. A window is a number of consecutive places; a place
 * holds one row of the series, or none. Rows come in ascending order of their time keys; currently
 * a key is the day since 1970-01-01.
 */
public sealed interface WindowUnit extends Serializable
    permits StandardUnit, SessionUnit, SameKindUnit {

  /** The unit in words, in the plural: {@code bars}. */
  String plural();

  /** The part of a default column name for the unit, after the length; empty for bars. */
  String suffix();

  /** The calendar that it asks; empty where it needs none. */
  default Optional<TradingCalendar> calendarAsked() {
    return Optional.empty();
  }

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

  /**
   * The place of each row of a series, 0 for the first: the distance of two rows, in places, is the
   * difference of theirs.
   *
   * @param keys the rows' keys, ascending
   */
  default int[] places(int[] keys) {
    int[] places = new int[keys.length];
    for (int row = 1; row < keys.length; row++) {
      places[row] = places[row - 1] + placesAfter(keys[row - 1], keys[row]);
    }
    return places;
  }

  /** The number of values that a window of this length requires by default. */
  int requiredOf(int length);

  /** The look-back of a window of this many places before a row. */
  LookBack lookBack(int places);
}
