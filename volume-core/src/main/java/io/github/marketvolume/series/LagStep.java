package io.github.marketvolume.series;

import io.github.marketvolume.kernel.WholeWindow;
import io.github.marketvolume.metric.Lagged;
import io.github.marketvolume.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The value of some rows before. */
final class LagStep extends Step {

  private final Lagged<?, ?> metric;
  private final double[] rows;
  private int next;

  /** The rows once more, as longs; null until there is one that no double holds. */
  private @Nullable WholeWindow wholes;

  LagStep(Metric<?, ?> metric) {
    this.metric = (Lagged<?, ?>) metric;
    this.rows = new double[this.metric.rows()];
    Arrays.fill(rows, Double.NaN);
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    SeriesColumns.Values series = columns.values(metric.series());
    SeriesColumns.Values lagged = columns.output(metric);
    if (series.wholes != null && wholes == null) {
      wholes = new WholeWindow(rows.length);
      for (int i = 0; i < rows.length; i++) {
        wholes.push(Wholes.toLong(rows[(next + i) % rows.length]));
      }
    }
    for (int i = from; i < to; i++) {
      if (wholes == null) {
        lagged.numbers[i] = rows[next];
      } else {
        lagged.setWhole(i, wholes.oldest());
        wholes.push(series.wholes == null ? Wholes.toLong(series.numbers[i]) : series.wholes[i]);
      }
      rows[next] = series.numbers[i];
      next = next + 1 == rows.length ? 0 : next + 1;
    }
  }

  @Override
  void write(DataOutput out) throws IOException {
    for (int i = 0; i < rows.length; i++) {
      out.writeDouble(rows[(next + i) % rows.length]);
    }
    out.writeBoolean(wholes != null);
    if (wholes != null) {
      wholes.write(out);
    }
  }

  @Override
  void read(DataInput in) throws IOException {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = in.readDouble();
    }
    if (in.readBoolean()) {
      wholes = new WholeWindow(rows.length);
      wholes.read(in);
    }
  }
}
