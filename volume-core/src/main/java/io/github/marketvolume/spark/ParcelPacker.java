package io.github.marketvolume.spark;

import io.github.marketvolume.engine.BarColumns;
import io.github.marketvolume.engine.RawBar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Gathers a task's bars by ticker and its rejected rows, and makes parcels of them now and then.
 */
final class ParcelPacker {

  /** How many bars are gathered before they are packed: some 15 MB. */
  static final int BARS_AT_A_TIME = 1 << 18;

  private static final int REJECTED_AT_A_TIME = 1000;

  private final Map<String, BarColumns> byTicker = new HashMap<>();
  private final Deque<Row> parcels;
  private List<Parcel.Rejected> rejected = new ArrayList<>();
  private long number;
  private int gathered;
  private String lastTicker;
  private BarColumns lastBars;

  /**
   * A packer with nothing in it.
   *
   * @param parcels takes what is packed
   * @param number the first parcel's number; further ones count on
   */
  ParcelPacker(Deque<Row> parcels, long number) {
    this.parcels = parcels;
    this.number = number;
  }

  /** A packer of its own parcels, numbered from 0. */
  ParcelPacker() {
    this(new ArrayDeque<>(), 0);
  }

  Deque<Row> parcels() {
    return parcels;
  }

  void add(RawBar bar, String ticker, long position) {
    if (!ticker.equals(lastTicker)) {
      lastTicker = ticker;
      lastBars = byTicker.computeIfAbsent(ticker, t -> new BarColumns(256));
    }
    lastBars.add(bar, position);
    gathered++;
    if (gathered == BARS_AT_A_TIME) {
      packBars();
    }
  }

  void reject(Parcel.Rejected row) {
    rejected.add(row);
    if (rejected.size() == REJECTED_AT_A_TIME) {
      packRejected();
    }
  }

  /** Packs what is left. */
  void finish() {
    packBars();
    packRejected();
  }

  private void packBars() {
    byTicker.forEach((ticker, bars) -> parcels.add(Parcel.bars(ticker, number++, bars)));
    byTicker.clear();
    lastTicker = null;
    gathered = 0;
  }

  private void packRejected() {
    if (!rejected.isEmpty()) {
      parcels.add(Parcel.rejected(number++, rejected));
      rejected = new ArrayList<>();
    }
  }
}
