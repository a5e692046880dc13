package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.io.Serializable;

/**
 * A series and a direction, to rank by.
 *
 * @param series the series that is ranked
 * @param descending whether the largest value comes first
 */
public record Ordering<R extends Dated>(NumericMetric<R, ?> series, boolean descending)
    implements Serializable {

  public Ordering {
    Arguments.required(series, "series");
  }

  Ordering<R> definition() {
    return new Ordering<>(series.definition(), descending);
  }

  @Override
  public String toString() {
    return series.describe() + (descending ? ", largest first" : ", smallest first");
  }
}
