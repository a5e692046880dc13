package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * A measure of how unusual a row's value is within a window of its own series. Missing where the
 * value is missing, or the window has too few values or no spread.
 *
 * @param formula one of {@link StandardScore}, or a user's own
 */
public record Score<R extends Dated>(
    NumericMetric<R, ?> series, ScoreFormula formula, RollingWindow window, Label label)
    implements NumericMetric<R, Double> {

  public Score {
    Definitions.requireValue(formula, "score");
    ColumnName.own(formula.name());
  }

  @Override
  public String name() {
    return label.or(
        () -> series.name() + "_" + ColumnName.own(formula.name()) + "_" + window.suffix());
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return formula.describe() + " of " + series.describe() + " against " + window;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return Restatement.lookBack(this, window.lookBack().plus(series.lookBack().past()));
  }

  @Override
  public Score<R> definition() {
    return new Score<>(series.definition(), formula, window, Label.NONE);
  }

  @Override
  public Score<R> as(String name) {
    return new Score<>(series, formula, window, Label.of(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
