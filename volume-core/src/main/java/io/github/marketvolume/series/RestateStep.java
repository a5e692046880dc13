package io.github.marketvolume.series;

import io.github.marketvolume.kernel.SplitAdjustment;
import io.github.marketvolume.market.StatedBasis;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.Metric;

/**
 * A field in a basis of its own. Bars that are asked for raw fields are raw; those that are asked
 * for adjusted ones are adjusted already, and know of no splits, or are raw.
 */
final class RestateStep extends Step {

  private final BarField<?> field;

  RestateStep(Metric<?, ?> metric) {
    this.field = (BarField<?>) metric;
  }

  @Override
  boolean isHindsight() {
    return field.stated() == StatedBasis.SPLIT_ADJUSTED;
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    double[] own = columns.get(field.ofBarItself());
    double[] restated = columns.output(field).numbers;
    System.arraycopy(own, from, restated, from, to - from);
    if (field.stated() == StatedBasis.SPLIT_ADJUSTED) {
      SplitAdjustment.adjust(
          restated,
          SplitAdjustment.factors(columns.get(BarMetrics.SPLIT_COEFFICIENT), to),
          field.column().unit().isPrice());
    }
  }
}
