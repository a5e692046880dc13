package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.StatedBasis;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Metrics of bars: a series is a ticker. */
final class ReferenceBarColumns extends ReferenceColumns<Bar> {

  /**
   * Columns of these bars.
   *
   * @param bars by ticker and date
   * @param published whether bars of a date are published
   * @param volumes what the volumes of the bars are
   */
  ReferenceBarColumns(List<Bar> bars, Predicate<LocalDate> published, Volumes volumes) {
    super(bars, Bar::ticker, published, volumes);
  }

  @Override
  List<@Nullable Object> computeOwn(Metric<Bar, ?> metric) {
    if (metric instanceof BarField<?> field) {
      List<Bar> bars =
          field.stated() == StatedBasis.SPLIT_ADJUSTED ? ReferenceSplits.adjusted(rows()) : rows();
      BarField<?> own = field.ofBarItself();
      return onEachRow(
          row ->
              volumes().isFractional(field)
                  ? orNull(bars.get(row).exactVolume())
                  : own.valueOn(bars.get(row)).orElse(null));
    }
    if (metric instanceof Demeaned demeaned) {
      List<@Nullable Number> values = numbers(demeaned.series());
      return onEachRow(row -> demeaned(demeaned, values, row));
    }
    throw new IllegalStateException(metric.describe() + " has no definition for bars");
  }

  @Override
  String nameOf(int row) {
    return rows().get(row).ticker() + " " + rows().get(row).tradeDate();
  }

  private static @Nullable Object orNull(OptionalDouble number) {
    return number.isPresent() ? (Object) number.getAsDouble() : null;
  }

  private @Nullable Object demeaned(Demeaned metric, List<@Nullable Number> values, int row) {
    List<Integer> rivals = rowsOf(rows().get(row));
    Object center =
        statistic(
            metric.center(),
            metric.center().type(),
            values,
            rivals,
            rows().get(row).tradeDate().toString());
    return values.get(row) == null || center == null
        ? null
        : computed(values.get(row).doubleValue() - ((Number) center).doubleValue());
  }
}
