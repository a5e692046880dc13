package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import java.util.List;

/**
 * The ticker with the largest value of a day; the first in the order of tickers if there are
 * several.
 */
public record TickerOfLargest(NumericMetric<Bar, ?> series, Label label)
    implements Metric<MarketDay, String> {

  public TickerOfLargest {
    Arguments.required(series, "series");
    Arguments.required(label, "label");
  }

  @Override
  public String name() {
    return label.or(() -> "ticker_of_largest_" + series.name());
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
    return new TickerOfLargest(series.definition(), Label.NONE);
  }

  @Override
  public TickerOfLargest as(String name) {
    return new TickerOfLargest(series, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
