package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/**
 * A number of what a model expects of a row, from earlier rows alone; missing where these are too
 * few, or do not determine the coefficients.
 */
public record ExpectationMetric<R extends Dated>(
    NumericMetric<R, ?> series, Kind kind, HarModel model, Label label)
    implements NumericMetric<R, Double> {

  /** The kind of number. */
  public enum Kind {
    FORECAST,
    DEVIATION,
    SCORE
  }

  private String kindInWords() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return label.or(() -> series.name() + "_har_" + kindInWords() + "_" + model.suffix());
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return kindInWords() + " of " + Definitions.grouped(series) + " by " + model;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, model.lookBack().plus(series.lookBack().past()));
  }

  @Override
  public ExpectationMetric<R> definition() {
    return new ExpectationMetric<>(series.definition(), kind, model, Label.NONE);
  }

  @Override
  public ExpectationMetric<R> as(String name) {
    return new ExpectationMetric<>(series, kind, model, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
