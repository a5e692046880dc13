package io.github.marketvolume.intake;

import io.github.marketvolume.quality.StandardRule;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Makes a series of all the bars that were read of one ticker: in the order of dates, one bar a
 * date.
 *
 * <p>A bar that says no more than another one of its date is dropped: identical ones, ones in which
 * a price or the volume is missing, ones without any value. Bars that contradict each other are all
 * rejected, so that the outcome does not depend on the order in which they came; or the last one is
 * kept, where the rules say so. A split coefficient of 1 and none say the same.
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
   * @param keepsLast whether of bars that contradict each other the last one is kept
   * @return whether that changed anything
   */
  public static boolean settle(
      String ticker, BarColumns bars, boolean keepsLast, Tally tally, ConflictReceiver conflicts) {
    if (isSettled(bars)) {
      return false;
    }
    int[] order = orderByDay(bars);
    int kept = 0;
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && bars.epochDay(order[to]) == bars.epochDay(order[from])) {
        to++;
      }
      SameDay day = new SameDay(bars, order, from, to);
      int fullest = day.fullest();
      if (fullest < 0 && keepsLast) {
        fullest = day.last();
        tally.countWarned(StandardRule.BARS_DO_NOT_CONFLICT);
      }
      if (fullest >= 0) {
        tally.countDuplicates(to - from - 1L);
        order[kept++] = fullest;
      } else {
        reject(ticker, bars, day, tally, conflicts);
      }
      from = to;
    }
    bars.select(order, kept);
    return true;
  }

  private static void reject(
      String ticker, BarColumns bars, SameDay day, Tally tally, ConflictReceiver conflicts) {
    int[] places = day.withValues();
    int epochDay = bars.epochDay(places[0]);
    Breach breach =
        Breach.of(
            StandardRule.BARS_DO_NOT_CONFLICT,
            places.length
                + " bars of "
                + ticker
                + " on "
                + LocalDate.ofEpochDay(epochDay)
                + " differ");
    tally.countDuplicates(day.size() - (long) places.length);
    for (int place : places) {
      tally.countRejected(breach.rule());
      tally.noteSplit(ticker, epochDay, bars.field(RawBar.SPLIT_COEFFICIENT)[place]);
      conflicts.rejected(place, breach);
    }
  }

  /** The bars of one day. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record SameDay(BarColumns bars, int[] order, int from, int to) {

    int size() {
      return to - from;
    }

    /**
     * The place of the bar that says all that any of them says; -1 if two contradict each other, or
     * each says something that the other does not.
     */
    int fullest() {
      double[] said = new double[RawBar.FIELDS];
      Arrays.fill(said, Double.NaN);
      int saidByAny = 0;
      int saidByFullest = -1;
      int fullest = -1;
      int withValues = -1;
      for (int k = from; k < to; k++) {
        int place = order[k];
        int saidHere = 0;
        for (int f = 0; f < said.length; f++) {
          double value = bars.field(f)[place];
          if (Double.isNaN(value) || f == RawBar.SPLIT_COEFFICIENT) {
            continue;
          }
          saidHere++;
          if (Double.isNaN(said[f])) {
            said[f] = value;
            saidByAny++;
          } else if (Double.compare(said[f], value) != 0) {
            return -1;
          }
        }
        if (hasValues(place)) {
          if (withValues >= 0 && Double.compare(split(withValues), split(place)) != 0) {
            return -1;
          }
          withValues = place;
        }
        if (saidHere > saidByFullest || (saidHere == saidByFullest && statesSplit(place))) {
          saidByFullest = saidHere;
          fullest = place;
        }
      }
      return saidByFullest == saidByAny ? fullest : -1;
    }

    /** The place of the bar that was read last, of those that have values. */
    int last() {
      return Arrays.stream(withValues())
          .boxed()
          .max(Comparator.comparingLong(bars::position))
          .orElseThrow();
    }

    /** The places of the bars that say anything. */
    int[] withValues() {
      return Arrays.stream(order, from, to).filter(this::hasValues).toArray();
    }

    private boolean hasValues(int place) {
      for (int f = 0; f < RawBar.FIELDS; f++) {
        if (f != RawBar.SPLIT_COEFFICIENT && !Double.isNaN(bars.field(f)[place])) {
          return true;
        }
      }
      return !Double.isNaN(split(place));
    }

    private boolean statesSplit(int place) {
      return !Double.isNaN(bars.field(RawBar.SPLIT_COEFFICIENT)[place]);
    }

    /** The split coefficient; of 1, which is no split, none. */
    private double split(int place) {
      double coefficient = bars.field(RawBar.SPLIT_COEFFICIENT)[place];
      return coefficient == 1 ? Double.NaN : coefficient;
    }
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
