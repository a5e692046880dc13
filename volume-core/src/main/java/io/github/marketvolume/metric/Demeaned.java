package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import java.util.List;

/**
 * A bar's value less a statistic of all tickers' values on the same day: the part that the market
 * does not explain. Missing where the value is missing.
 *
 * @param series the series whose values are compared
 * @param center the statistic of the day's values, including the bar's own
 */
public record Demeaned(NumericMetric<Bar, ?> series, Statistic<?> center, Label label)
    implements NumericMetric<Bar, Double> {

  public Demeaned {
    Arguments.required(series, "series");
    Arguments.required(center, "center");
    Arguments.required(label, "label");
    Definitions.requireValue(center, "statistic");
  }

  /** The value less the mean of the day's tickers. */
  public static Demeaned acrossTickers(NumericMetric<Bar, ?> series) {
    return acrossTickers(Arguments.required(series, "series").mean());
  }

  /** The value less any statistic of the day's tickers: {@code acrossTickers(VOLUME.median())}. */
  public static Demeaned acrossTickers(SeriesSummary<Bar, ?> center) {
    return new Demeaned(
        Arguments.required(center, "center").series(), center.statistic(), Label.NONE);
  }

  @Override
  public String name() {
    return label.or(
        () -> series.name() + "_less_" + ColumnName.own(center.name()) + "_across_tickers");
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return Definitions.grouped(series)
        + " less its "
        + center.describe()
        + " across tickers on the day";
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, series.lookBack().past());
  }

  @Override
  public Demeaned definition() {
    return new Demeaned(series.definition(), center, Label.NONE);
  }

  @Override
  public Demeaned as(String name) {
    return new Demeaned(series, center, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
