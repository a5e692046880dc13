package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.EstimatedEffects;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.kernel.KindOffsets;
import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * What the kind of a row's day is expected to add to a series of log volumes, in natural-log units,
 * estimated from the series in earlier years; 0 on a day without a session, and beyond the coverage
 * of the calendar.
 */
public record EstimatedOffset<R extends Dated>(
    NumericMetric<R, ?> series, EstimatedEffects effects, Label label)
    implements NumericMetric<R, Double> {

  public EstimatedOffset {
    Arguments.required(series, "series");
    Arguments.required(effects, "effects");
    Arguments.required(label, "label");
  }

  /** The days of five years and one, two of which may be leap years, up to a row on 31 December. */
  private static final int DAYS = (KindOffsets.YEARS + 1) * 365 + 2;

  /** The offsets of a series. */
  public static <R extends Dated> EstimatedOffset<R> of(
      NumericMetric<R, ?> series, EstimatedEffects effects) {
    return new EstimatedOffset<>(series, effects, Label.NONE);
  }

  @Override
  public String name() {
    return label.or(() -> series.name() + "_calendar_offset");
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return effects + " of " + Definitions.grouped(series);
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    LookBack years = new LookBack.Span(KindOffsets.BASELINE, DAYS, List.of());
    return Restatement.lookBack(this, years.plus(series.lookBack().past()));
  }

  @Override
  public EstimatedOffset<R> definition() {
    return new EstimatedOffset<>(series.definition(), effects, Label.NONE);
  }

  @Override
  public EstimatedOffset<R> as(String name) {
    return new EstimatedOffset<>(series, effects, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
