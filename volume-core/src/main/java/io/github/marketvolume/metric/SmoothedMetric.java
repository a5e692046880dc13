package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/**
 * A number of an exponentially weighted baseline, as it is before the row, or after the row if the
 * row is included.
 */
public record SmoothedMetric<R extends Dated>(
    NumericMetric<R, ?> series, Kind kind, Smoothing smoothing, Label label)
    implements NumericMetric<R, Double> {

  public SmoothedMetric {
    Arguments.required(series, "series");
    Arguments.required(kind, "kind");
    Arguments.required(smoothing, "smoothing");
    Arguments.required(label, "label");
  }

  /** The kind of number. */
  public enum Kind {
    MEAN,
    DEVIATION,
    SCORE
  }

  @Override
  public String name() {
    return label.or(
        () ->
            series.name()
                + "_ewma_"
                + kind.name().toLowerCase(Locale.ROOT)
                + "_"
                + smoothing.suffix());
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return kind.name().toLowerCase(Locale.ROOT) + " of " + series.describe() + " by " + smoothing;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, LookBack.AllPast.ALL_PAST.plus(series.lookBack().past()));
  }

  @Override
  public SmoothedMetric<R> definition() {
    return new SmoothedMetric<>(series.definition(), kind, smoothing, Label.NONE);
  }

  @Override
  public SmoothedMetric<R> as(String name) {
    return new SmoothedMetric<>(series, kind, smoothing, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
