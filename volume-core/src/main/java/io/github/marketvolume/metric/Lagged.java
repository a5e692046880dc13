package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * The value of a series a number of rows before, missing where there is no such row or its value is
 * missing.
 *
 * @param rows the number of rows before
 */
public record Lagged<R extends Dated, T extends Number>(
    NumericMetric<R, T> series, int rows, Label label) implements NumericMetric<R, T> {

  public Lagged {
    Arguments.required(series, "series");
    Arguments.required(label, "label");
    if (rows < 1 || rows > RollingWindow.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a lag of "
              + rows
              + " bars is not possible; give 1 to "
              + RollingWindow.MAX_LENGTH
              + ", because later bars would be hindsight");
    }
  }

  @Override
  public String name() {
    return label.or(() -> series.name() + "_lag_" + rows);
  }

  @Override
  public Class<T> type() {
    return series.type();
  }

  @Override
  public String describe() {
    return Definitions.grouped(series)
        + (rows == 1 ? " of the bar before" : " of " + rows + " bars before");
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, new LookBack.Bars(rows).plus(series.lookBack().past()));
  }

  @Override
  public Lagged<R, T> definition() {
    return new Lagged<>(series.definition(), rows, Label.NONE);
  }

  @Override
  public Lagged<R, T> as(String name) {
    return new Lagged<>(series, rows, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
