package io.github.marketvolume.days;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.market.BarColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A ticker's kept bars and those that arrived, put together: one that arrived takes the place of
 * one of the same day.
 */
public final class MergedBars {

  /** From how far apart on two prices are of different shares, and no correction. */
  private static final double RESTATED = 0.01;

  /** How much the factors of several days may differ that one split makes. */
  private static final double SAME_FACTOR = 0.001;

  private final BarColumns bars;
  private final SortedSet<Integer> touched = new TreeSet<>();
  private long added;
  private long changed;
  private long removed;
  private long repeated;

  /** The largest number while there is none. */
  private int firstLeft = Integer.MAX_VALUE;

  private MergedBars(BarColumns bars) {
    this.bars = bars;
  }

  /**
   * Puts bars together.
   *
   * @param kept settled bars
   * @param arrived settled bars
   * @param completeFrom the first of the days of which all bars arrived
   * @param completeTo the last one; before the first if there is none
   */
  public static MergedBars of(
      BarColumns kept, BarColumns arrived, int completeFrom, int completeTo) {
    BarColumns both = BarColumns.ofBytes(List.of(kept.toBytes(), arrived.toBytes()));
    int[] places = new int[both.size()];
    int size = 0;
    int old = 0;
    int now = 0;
    MergedBars counts = new MergedBars(both);
    while (old < kept.size() || now < arrived.size()) {
      int oldDay = old < kept.size() ? kept.epochDay(old) : Integer.MAX_VALUE;
      int newDay = now < arrived.size() ? arrived.epochDay(now) : Integer.MAX_VALUE;
      if (newDay < oldDay) {
        counts.added++;
        counts.touched.add(newDay);
        places[size++] = kept.size() + now++;
      } else if (newDay == oldDay) {
        if (isSame(kept, old, arrived, now)) {
          counts.repeated++;
        } else {
          counts.changed++;
          counts.touched.add(newDay);
        }
        places[size++] = kept.size() + now++;
        old++;
      } else if (completeFrom <= oldDay && oldDay <= completeTo) {
        counts.removed++;
        counts.touched.add(oldDay);
        old++;
      } else {
        counts.firstLeft = Math.min(counts.firstLeft, oldDay);
        places[size++] = old++;
      }
    }
    MergedBars merged = new MergedBars(both.rows(Arrays.copyOf(places, size)));
    merged.touched.addAll(counts.touched);
    merged.added = counts.added;
    merged.changed = counts.changed;
    merged.removed = counts.removed;
    merged.repeated = counts.repeated;
    merged.firstLeft = counts.firstLeft;
    return merged;
  }

  private static boolean isSame(BarColumns one, int row, BarColumns other, int otherRow) {
    for (int field = 0; field < RawBar.FIELDS; field++) {
      if (Double.compare(one.field(field)[row], other.field(field)[otherRow]) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * By what the closes were multiplied if a split has restated the bars that arrived: on all of
   * several days that are kept, and have closes, by the same number.
   *
   * @return 1 if not
   */
  public static double restatedBy(BarColumns kept, BarColumns arrived) {
    int place = BarColumn.fields().indexOf(BarColumn.CLOSE);
    List<Double> factors = new ArrayList<>();
    int old = 0;
    for (int now = 0; now < arrived.size() && old < kept.size(); now++) {
      while (old < kept.size() && kept.epochDay(old) < arrived.epochDay(now)) {
        old++;
      }
      if (old < kept.size() && kept.epochDay(old) == arrived.epochDay(now)) {
        double factor = arrived.field(place)[now] / kept.field(place)[old];
        if (Double.isNaN(factor)) {
          continue; // one of the closes is missing
        }
        if (!(Math.abs(factor - 1) > RESTATED)
            || (!factors.isEmpty() && !(Math.abs(factor / factors.get(0) - 1) < SAME_FACTOR))) {
          return 1;
        }
        factors.add(factor);
      }
    }
    return factors.size() < 2 ? 1 : factors.get(0);
  }

  /** The bars, in order. */
  public BarColumns bars() {
    return bars;
  }

  /** The days of which a bar is new, another one, or gone. */
  public SortedSet<Integer> touched() {
    return touched;
  }

  /** The first day whose kept bar stays, as none arrived. */
  public OptionalInt firstLeft() {
    return firstLeft == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(firstLeft);
  }

  /** How many bars are of days without one before. */
  public long added() {
    return added;
  }

  /** How many took the place of another. */
  public long changed() {
    return changed;
  }

  /** How many are gone. */
  public long removed() {
    return removed;
  }

  /** How many were known. */
  public long repeated() {
    return repeated;
  }
}
