package io.github.marketvolume.live;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.days.Bars;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bars of one day, the last one of each ticker. */
final class ArrivedDay implements Bars {

  /** What a bar is beside the one that was there. */
  enum Change {
    FIRST,
    OTHER,
    SAME
  }

  private final SortedMap<String, byte[]> bars = new TreeMap<>();

  ArrivedDay() {}

  /** The same bars, for whoever changes some. */
  ArrivedDay copy() {
    ArrivedDay copy = new ArrivedDay();
    copy.bars.putAll(bars);
    return copy;
  }

  /** Puts a bar that was let in into the place of the one before it. */
  @CanIgnoreReturnValue
  Change put(RawBar bar) {
    BarColumns one = new BarColumns(1);
    one.add(bar, 0);
    byte[] now = one.toBytes();
    byte[] before = bars.put(bar.ticker(), now);
    if (before == null) {
      return Change.FIRST;
    }
    return Arrays.equals(before, now) ? Change.SAME : Change.OTHER;
  }

  /** How many bars. */
  int size() {
    return bars.size();
  }

  @Override
  public List<String> tickers() {
    return List.copyOf(bars.keySet());
  }

  @Override
  public BarColumns of(String ticker) {
    return BarColumns.ofBytes(List.of(bars.get(ticker)));
  }

  /** A ticker's bar, packed; empty if there is none. */
  Optional<byte[]> packed(String ticker) {
    return Optional.ofNullable(bars.get(ticker));
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(bars.size());
    for (Map.Entry<String, byte[]> bar : bars.entrySet()) {
      out.writeUTF(bar.getKey());
      out.writeInt(bar.getValue().length);
      out.write(bar.getValue());
    }
  }

  static ArrivedDay read(DataInput in) throws IOException {
    ArrivedDay day = new ArrivedDay();
    for (int left = in.readInt(); left > 0; left--) {
      String ticker = in.readUTF();
      byte[] bar = new byte[in.readInt()];
      in.readFully(bar);
      day.bars.put(ticker, bar);
    }
    return day;
  }
}
