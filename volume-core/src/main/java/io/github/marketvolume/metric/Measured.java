package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

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

  /**
   * The metric's value on this row with its fraction, empty where it is missing. It is that of
   * {@link #get} except for volumes with fractions, which a metric of type {@code Long} rounds half
   * to even, but never to 0.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the stage does not measure it
   */
  default OptionalDouble exact(NumericMetric<R, ?> metric) {
    return get(metric)
        .map(value -> OptionalDouble.of(value.doubleValue()))
        .orElse(OptionalDouble.empty());
  }

  @Override
  default LocalDate tradeDate() {
    return base().tradeDate();
  }
}
