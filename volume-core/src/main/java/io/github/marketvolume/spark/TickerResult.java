package io.github.marketvolume.spark;

import io.github.marketvolume.engine.BarColumns;
import io.github.marketvolume.engine.SeriesProgram;
import io.github.marketvolume.metric.Metric;
import java.io.Serializable;
import java.util.List;

/** What a scan computed of one ticker. */
final class TickerResult implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String ticker;
  private final BarColumns bars;
  private final int from;
  private final int to;
  private final double[][] values;

  TickerResult(String ticker, BarColumns bars, int from, int to, double[][] values) {
    this.ticker = ticker;
    this.bars = bars;
    this.from = from;
    this.to = to;
    this.values = values;
  }

  String ticker() {
    return ticker;
  }

  BarColumns bars() {
    return bars;
  }

  /** The first published bar. */
  int from() {
    return from;
  }

  /** The bar after the last published one. */
  int to() {
    return to;
  }

  /** A column for each metric that the scan was asked for, NaN where missing. */
  double[][] values() {
    return values;
  }

  /** The same ticker with some of the columns. */
  TickerResult select(int[] places) {
    double[][] selected = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      selected[i] = values[places[i]];
    }
    return new TickerResult(ticker, bars, from, to, selected);
  }

  /** The columns by metric, for what is computed from all of them. */
  SeriesProgram.Columns columns(List<Metric<?, ?>> metrics) {
    SeriesProgram.Columns columns = SeriesProgram.columnsOf(bars).published(from, to);
    for (int i = 0; i < values.length; i++) {
      columns.put(metrics.get(i), values[i]);
    }
    return columns;
  }
}
