package io.github.marketvolume.spark;

import io.github.marketvolume.engine.BarColumns;
import io.github.marketvolume.engine.SeriesProgram;
import io.github.marketvolume.metric.Metric;
import java.io.Serializable;
import java.util.List;

/**
 * What a scan computed of one ticker.
 *
 * @param from the first published bar
 * @param to the bar after the last published one
 * @param values a column for each metric that the scan was asked for, NaN where missing
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record TickerResult(String ticker, BarColumns bars, int from, int to, double[][] values)
    implements Serializable {

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
