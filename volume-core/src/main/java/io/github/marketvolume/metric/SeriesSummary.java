package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * A statistic of a series: of all its published rows in a leaderboard, or rolling with {@link
 * #over}. Missing values are skipped.
 */
public record SeriesSummary<R extends Dated, T extends Number>(
    NumericMetric<R, ?> series, Statistic<T> statistic, Label label) implements Summary<R, T> {

  public SeriesSummary {
    Arguments.required(series, "series");
    Arguments.required(statistic, "statistic");
    Arguments.required(label, "label");
    Definitions.requireValue(statistic, "statistic");
    ColumnName.own(statistic.name());
  }

  SeriesSummary(NumericMetric<R, ?> series, Statistic<T> statistic) {
    this(series, statistic, Label.NONE);
  }

  /** This statistic over a rolling window, as a metric of each row. */
  public RollingMetric<R, T> over(RollingWindow window) {
    return new RollingMetric<>(series, statistic, window, Label.NONE);
  }

  @Override
  public String name() {
    return label.or(() -> ColumnName.own(statistic.name()) + "_" + series.name());
  }

  @Override
  public Class<T> type() {
    return statistic.type();
  }

  @Override
  public String describe() {
    return statistic.describe() + " of " + series.describe();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public SeriesSummary<R, T> definition() {
    return new SeriesSummary<>(series.definition(), statistic, Label.NONE);
  }

  @Override
  public SeriesSummary<R, T> as(String name) {
    return new SeriesSummary<>(series, statistic, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
