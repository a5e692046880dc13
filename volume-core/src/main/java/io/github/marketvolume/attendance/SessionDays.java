package io.github.marketvolume.attendance;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The days on which any ticker has a bar; those of parts of the tickers add up. */
public final class SessionDays implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A bit a day, 64 days a number. */
  private final TreeMap<Integer, Long> bits = new TreeMap<>();

  /**
   * Notes the days of one ticker.
   *
   * @param epochDays ascending
   * @param size how many of them count
   */
  public void note(int[] epochDays, int size) {
    int from = 0;
    while (from < size) {
      int place = Math.floorDiv(epochDays[from], Long.SIZE);
      long noted = 0;
      int to = from;
      while (to < size && Math.floorDiv(epochDays[to], Long.SIZE) == place) {
        noted |= 1L << Math.floorMod(epochDays[to], Long.SIZE);
        to++;
      }
      add(place, noted);
      from = to;
    }
  }

  /** Adds the days of other tickers. */
  public void add(SessionDays other) {
    other.bits.forEach(this::add);
  }

  private void add(int place, long noted) {
    bits.merge(place, noted, (some, more) -> some | more);
  }

  /** Whether no ticker has a bar. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** The days up to and including one, ascending. */
  public int[] upTo(int lastDay) {
    List<Integer> days = new ArrayList<>();
    bits.forEach(
        (place, noted) ->
            IntStream.range(0, Long.SIZE)
                .filter(bit -> (noted >>> bit & 1) == 1)
                .map(bit -> place * Long.SIZE + bit)
                .filter(day -> day <= lastDay)
                .forEach(days::add));
    return days.stream().mapToInt(Integer::intValue).toArray();
  }
}
