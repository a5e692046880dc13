package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/** A statistic of one series over a window of its rows, for each row. */
public record RollingMetric<R extends Dated, T extends Number>(
    NumericMetric<R, ?> series, Statistic<T> statistic, RollingWindow window, Label label)
    implements NumericMetric<R, T> {

  public RollingMetric {
    Arguments.required(series, "series");
    Arguments.required(statistic, "statistic");
    Arguments.required(window, "window");
    Arguments.required(label, "label");
    Definitions.requireValue(statistic, "statistic");
  }

  @Override
  public String name() {
    return label.or(
        () -> series.name() + "_" + ColumnName.own(statistic.name()) + "_" + window.suffix());
  }

  @Override
  public Class<T> type() {
    return statistic.type();
  }

  @Override
  public String describe() {
    return statistic.describe() + " of " + Definitions.grouped(series) + " over " + window;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, window.lookBack().plus(series.lookBack().past()));
  }

  @Override
  public RollingMetric<R, T> definition() {
    return new RollingMetric<>(series.definition(), statistic, window, Label.NONE);
  }

  @Override
  public RollingMetric<R, T> as(String name) {
    return new RollingMetric<>(series, statistic, window, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
