package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
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

  public ExpectationMetric {
    Arguments.required(series, "series");
    Arguments.required(kind, "kind");
    Arguments.required(model, "model");
    Arguments.required(label, "label");
  }

  /** The kind of number. */
  public enum Kind {
    FORECAST,
    DEVIATION,
    SCORE
  }

  /** What a model expects of each row of a series, which still needs to be told what to show. */
  public static final class Step<R extends Dated> {

    private final NumericMetric<R, ?> series;
    private final HarModel model;

    Step(NumericMetric<R, ?> series, HarModel model) {
      this.series = series;
      this.model = model;
    }

    /** The value that is expected of the row, in the unit of the series. */
    public ExpectationMetric<R> forecast() {
      return new ExpectationMetric<>(series, Kind.FORECAST, model, Label.NONE);
    }

    /**
     * The standard deviation of the residuals of the fit, divisor n - 4, in the unit of the series.
     */
    public ExpectationMetric<R> deviation() {
      return new ExpectationMetric<>(series, Kind.DEVIATION, model, Label.NONE);
    }

    /**
     * The row's distance from the forecast, in deviations: the standardized residual. Missing where
     * the deviation is 0.
     */
    public ExpectationMetric<R> score() {
      return new ExpectationMetric<>(series, Kind.SCORE, model, Label.NONE);
    }
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
