package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.time.LocalDate;
import java.util.Optional;

/** A row together with its metrics. */
public interface Measured<R extends Dated> extends Dated {

  /** The row itself. */
  R base();

  /**
   * The metric's value on this row, empty where it is missing. Any handle of the same definition
   * reads it, regardless of its name.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the stage does not measure it
   */
  <T> Optional<T> get(Metric<R, T> metric);

  @Override
  default LocalDate tradeDate() {
    return base().tradeDate();
  }
}
