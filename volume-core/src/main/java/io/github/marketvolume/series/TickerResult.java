package io.github.marketvolume.series;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scan computed of one ticker. */
public final class TickerResult implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String ticker;
  private final BarColumns bars;
  private final int from;
  private final int to;
  private final double[][] values;

  /** The longs beside columns of whole numbers; null where doubles hold all of them. */
  private final long[] @Nullable [] wholes;

  TickerResult(
      String ticker,
      BarColumns bars,
      int from,
      int to,
      double[][] values,
      long[] @Nullable [] wholes) {
    this.ticker = ticker;
    this.bars = bars;
    this.from = from;
    this.to = to;
    this.values = values;
    this.wholes = wholes;
  }

  /** The symbol. */
  public String ticker() {
    return ticker;
  }

  /** Its bars. */
  public BarColumns bars() {
    return bars;
  }

  /** The first published bar. */
  public int from() {
    return from;
  }

  /** The bar after the last published one. */
  public int to() {
    return to;
  }

  /** A column for each metric that the scan was asked for, NaN where missing. */
  public double[][] values() {
    return values;
  }

  /** The longs beside each column, null where there are none. */
  public long[] @Nullable [] wholes() {
    return wholes;
  }

  /** This result, then that of later bars, as if they had been computed together. */
  public TickerResult and(TickerResult later) {
    BarColumns all = BarColumns.ofBytes(List.of(bars.toBytes(), later.bars.toBytes()));
    int size = bars.size();
    double[][] columns = new double[values.length][];
    long[] @Nullable [] longs = new long[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Arrays.copyOf(values[i], all.size());
      System.arraycopy(later.values[i], 0, columns[i], size, later.bars.size());
      if (wholes[i] != null || later.wholes[i] != null) {
        longs[i] = Arrays.copyOf(longs(i), all.size());
        System.arraycopy(later.longs(i), 0, longs[i], size, later.bars.size());
      }
    }
    int first = from < to ? from : size + later.from;
    return new TickerResult(ticker, all, first, all.size(), columns, longs);
  }

  private long[] longs(int column) {
    long[] own = wholes[column];
    return own == null ? Wholes.toLongs(values[column], bars.size()) : own;
  }

  /** The same without the bars before a day. */
  public TickerResult since(int epochDay) {
    int first = bars.firstFrom(epochDay);
    BarColumns rest = BarColumns.ofBytes(List.of(bars.toBytes()));
    rest.dropBefore(epochDay, 0);
    double[][] columns = new double[values.length][];
    long[] @Nullable [] longs = new long[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Arrays.copyOfRange(values[i], first, bars.size());
      longs[i] = wholes[i] == null ? null : Arrays.copyOfRange(wholes[i], first, bars.size());
    }
    return new TickerResult(ticker, rest, Math.max(0, from - first), rest.size(), columns, longs);
  }

  /** Writes the result in bytes that {@link #read} reads. */
  public void write(DataOutput out) throws IOException {
    byte[] packed = bars.toBytes();
    out.writeInt(packed.length);
    out.write(packed);
    out.writeInt(from);
    for (int i = 0; i < values.length; i++) {
      out.writeBoolean(wholes[i] != null);
      for (int row = 0; row < bars.size(); row++) {
        out.writeDouble(values[i][row]);
        if (wholes[i] != null) {
          out.writeLong(wholes[i][row]);
        }
      }
    }
  }

  /**
   * Reads a result of all published bars.
   *
   * @param columns how many columns it has
   */
  public static TickerResult read(String ticker, int columns, DataInput in) throws IOException {
    byte[] packed = new byte[in.readInt()];
    in.readFully(packed);
    BarColumns bars = BarColumns.ofBytes(List.of(packed));
    int from = in.readInt();
    double[][] values = new double[columns][bars.size()];
    long[] @Nullable [] wholes = new long[columns][];
    for (int i = 0; i < columns; i++) {
      if (in.readBoolean()) {
        wholes[i] = new long[bars.size()];
      }
      for (int row = 0; row < bars.size(); row++) {
        values[i][row] = in.readDouble();
        if (wholes[i] != null) {
          wholes[i][row] = in.readLong();
        }
      }
    }
    return new TickerResult(ticker, bars, from, bars.size(), values, wholes);
  }

  /** The same ticker with some of the columns. */
  public TickerResult select(int[] places) {
    double[][] selected = new double[places.length][];
    long[] @Nullable [] selectedWholes = new long[places.length][];
    for (int i = 0; i < places.length; i++) {
      selected[i] = values[places[i]];
      selectedWholes[i] = wholes[places[i]];
    }
    return new TickerResult(ticker, bars, from, to, selected, selectedWholes);
  }

  /** The same ticker with some of the published bars. */
  public TickerResult rows(int[] rows) {
    double[][] some = new double[values.length][];
    long[] @Nullable [] someWholes = new long[values.length][];
    for (int k = 0; k < values.length; k++) {
      double[] column = values[k];
      some[k] = Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
      long[] longs = wholes[k];
      someWholes[k] =
          longs == null ? null : Arrays.stream(rows).mapToLong(row -> longs[row]).toArray();
    }
    return new TickerResult(ticker, bars.rows(rows), 0, rows.length, some, someWholes);
  }

  /** The columns by metric, for what is computed from all of them. */
  public SeriesColumns columns(List<Metric<?, ?>> metrics) {
    SeriesColumns columns = SeriesColumns.of(bars).published(from, to);
    for (int i = 0; i < values.length; i++) {
      columns.put(metrics.get(i), values[i], wholes[i]);
    }
    return columns;
  }
}
