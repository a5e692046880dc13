package io.github.marketvolume.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers bars by ticker and rejected rows, as they are read, and hands them on in packets now and
 * then, so that the memory this takes is bounded.
 */
public final class BarPacker {

  /** Takes packets. Their numbers ascend, so that packets of one ticker can be put in order. */
  public interface Receiver {

    /** Some bars of one ticker, in the order in which they came; no longer used by the packer. */
    void bars(String ticker, long number, BarColumns bars);

    /** Some rejected rows. */
    void rejected(long number, List<Rejection> rows);
  }

  /** How many bars are gathered before they are handed on: some 15 MB. */
  private static final int BARS_AT_A_TIME = 1 << 18;

  private static final int REJECTED_AT_A_TIME = 1000;

  private final Map<String, BarColumns> byTicker = new HashMap<>();
  private final Receiver receiver;
  private List<Rejection> rejected = new ArrayList<>();
  private long number;
  private int gathered;
  private @Nullable String lastTicker;
  private @Nullable BarColumns lastBars;

  /** How many bars of the last ticker came one after the other. */
  private int run;

  /**
   * A packer with nothing in it.
   *
   * @param number the first packet's number; further ones count on
   */
  public BarPacker(Receiver receiver, long number) {
    this.receiver = receiver;
    this.number = number;
  }

  /** Adds a bar that was read there. */
  public void add(RawBar bar, long position) {
    BarColumns bars = lastBars;
    if (bars == null || !bar.ticker().equals(lastTicker)) {
      lastTicker = bar.ticker();
      // As many bars as of the last ticker came one after the other, there may be of this one; so
      // there is never more room in vain than for all bars that came before.
      int room = Math.max(1, run);
      bars = byTicker.computeIfAbsent(lastTicker, t -> new BarColumns(room));
      lastBars = bars;
      run = 0;
    }
    bars.add(bar, position);
    run++;
    gathered++;
    if (gathered == BARS_AT_A_TIME) {
      handOnBars();
    }
  }

  /** Adds a rejected row. */
  public void reject(Rejection row) {
    rejected.add(row);
    if (rejected.size() == REJECTED_AT_A_TIME) {
      handOnRejected();
    }
  }

  /** Hands on what is left. */
  public void finish() {
    handOnBars();
    handOnRejected();
  }

  private void handOnBars() {
    byTicker.forEach((ticker, bars) -> receiver.bars(ticker, number++, bars));
    byTicker.clear();
    lastTicker = null;
    lastBars = null;
    gathered = 0;
  }

  private void handOnRejected() {
    if (!rejected.isEmpty()) {
      receiver.rejected(number++, rejected);
      rejected = new ArrayList<>();
    }
  }
}
