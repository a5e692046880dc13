package io.github.marketvolume.series;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.metric.Metric;
import java.io.Serializable;
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

  /** The columns by metric, for what is computed from all of them. */
  public SeriesColumns columns(List<Metric<?, ?>> metrics) {
    SeriesColumns columns = SeriesColumns.of(bars).published(from, to);
    for (int i = 0; i < values.length; i++) {
      columns.put(metrics.get(i), values[i], wholes[i]);
    }
    return columns;
  }
}
