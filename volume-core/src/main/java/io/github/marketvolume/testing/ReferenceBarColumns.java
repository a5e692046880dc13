package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Metric;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Metrics of bars: a series is a ticker. */
final class ReferenceBarColumns extends ReferenceColumns<Bar> {

  /**
   * Columns of these bars.
   *
   * @param bars by ticker and date
   * @param published whether bars of a date are published
   */
  ReferenceBarColumns(List<Bar> bars, Predicate<LocalDate> published) {
    super(bars, Bar::ticker, published);
  }

  @Override
  List<Object> computeOwn(Metric<Bar, ?> metric) {
    if (metric instanceof BarField<?> field) {
      return onEachRow(row -> field(rows().get(row), field.kind()));
    }
    throw new IllegalStateException(metric.describe() + " has no definition for bars");
  }

  private static Object field(Bar bar, BarField.Kind kind) {
    return switch (kind) {
      case OPEN -> orNull(bar.open());
      case HIGH -> orNull(bar.high());
      case LOW -> orNull(bar.low());
      case CLOSE -> orNull(bar.close());
      case ADJ_CLOSE -> orNull(bar.adjClose());
      case VOLUME -> bar.volume().isPresent() ? (Object) bar.volume().getAsLong() : null;
    };
  }

  private static Object orNull(OptionalDouble value) {
    return value.isPresent() ? (Object) value.getAsDouble() : null;
  }
}
