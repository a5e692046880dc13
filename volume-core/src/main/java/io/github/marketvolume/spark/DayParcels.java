package io.github.marketvolume.spark;

import io.github.marketvolume.series.DayColumns;
import io.github.marketvolume.series.TickerResult;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import scala.Tuple2;

/**
 * Turns tickers' columns over into buckets of days: the parts of many tickers that fall into one
 * bucket become one parcel.
 */
final class DayParcels implements Iterator<Tuple2<Integer, byte[]>> {

  /** How much is gathered before it is handed on, in bytes. */
  private static final int ENOUGH = 32 << 20;

  private final Iterator<TickerResult> results;
  private final int firstDay;
  private final TreeMap<Integer, ByteArrayOutputStream> gathered = new TreeMap<>();
  private final Deque<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();

  /**
   * The parts of these results.
   *
   * @param firstDay the first day that is needed
   */
  DayParcels(Iterator<TickerResult> results, int firstDay) {
    this.results = results;
    this.firstDay = firstDay;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty()) {
      int bytes = 0;
      while (bytes < ENOUGH && results.hasNext()) {
        bytes += gather(results.next());
      }
      gathered.forEach((bucket, parts) -> ready.add(new Tuple2<>(bucket, parts.toByteArray())));
      gathered.clear();
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more days");
    }
    return ready.removeFirst();
  }

  /** Adds a ticker's parts to their buckets; says how many bytes they take. */
  private int gather(TickerResult result) {
    int[] bytes = new int[1];
    DayColumns.divide(
        result,
        firstDay,
        (bucket, packed) -> {
          gathered
              .computeIfAbsent(bucket, b -> new ByteArrayOutputStream(1 << 12))
              .writeBytes(packed);
          bytes[0] += packed.length;
        });
    return bytes[0];
  }
}
