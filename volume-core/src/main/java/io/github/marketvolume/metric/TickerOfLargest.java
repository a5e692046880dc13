package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.util.List;

/**
 * The ticker with the largest value of a day; the first in the order of tickers if there are
 * several.
 */
public record TickerOfLargest(NumericMetric<Bar, ?> series, String label)
    implements Metric<MarketDay, String> {

  public TickerOfLargest {
    ColumnName.checkedOrNull(label);
  }

  @Override
  public String name() {
    return label == null ? "ticker_of_largest_" + series.name() : label;
  }

  @Override
  public Class<String> type() {
    return String.class;
  }

  @Override
  public String describe() {
    return "ticker of the largest " + series.describe();
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return series.lookBack();
  }

  @Override
  public TickerOfLargest definition() {
    return new TickerOfLargest(series.definition(), null);
  }

  @Override
  public TickerOfLargest as(String name) {
    return new TickerOfLargest(series, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
