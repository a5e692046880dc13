package io.github.marketvolume.engine;

import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Makes a series of all the bars that were read of one ticker: in the order of dates, one bar a
 * date. Identical bars of one date become one; different ones are all rejected, so that the outcome
 * does not depend on the order in which they came.
 */
public final class TickerBars {

  /** Takes the bars that conflict with another. */
  public interface ConflictReceiver {

    /**
     * A bar was rejected.
     *
     * @param place its place among the bars, which are not yet in order
     */
    void rejected(int place, Breach breach);
  }

  private TickerBars() {}

  /**
   * Puts the bars in order and removes duplicates and conflicts, which are counted.
   *
   * @return whether that changed anything
   */
  public static boolean settle(
      String ticker, BarColumns bars, Tally tally, ConflictReceiver conflicts) {
    if (isSettled(bars)) {
      return false;
    }
    int[] order = orderByDay(bars);
    int kept = 0;
    for (int from = 0; from < order.length; ) {
      int day = bars.epochDay(order[from]);
      int to = from + 1;
      boolean identical = true;
      while (to < order.length && bars.epochDay(order[to]) == day) {
        identical &= bars.sameFields(order[from], order[to]);
        to++;
      }
      if (identical) {
        tally.countDuplicates(to - from - 1L);
        order[kept++] = order[from];
      } else {
        Breach breach =
            Breach.of(
                StandardRule.BARS_DO_NOT_CONFLICT,
                to - from + " bars of " + ticker + " on " + LocalDate.ofEpochDay(day) + " differ");
        for (int k = from; k < to; k++) {
          tally.countRejected(breach.rule());
          conflicts.rejected(order[k], breach);
        }
      }
      from = to;
    }
    bars.select(order, kept);
    return true;
  }

  private static boolean isSettled(BarColumns bars) {
    for (int i = 1; i < bars.size(); i++) {
      if (bars.epochDay(i - 1) >= bars.epochDay(i)) {
        return false;
      }
    }
    return true;
  }

  /** The bars' places by date, those of one date as they came. */
  private static int[] orderByDay(BarColumns bars) {
    long[] keys = new long[bars.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) bars.epochDay(i) << Integer.SIZE) | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }
}
