package io.github.marketvolume.metric;

import io.github.marketvolume.error.Arguments;
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
    Arguments.required(series, "series");
    Arguments.required(formula, "formula");
    Arguments.required(window, "window");
    Arguments.required(label, "label");
    Definitions.requireValue(formula, "score");
    ColumnName.own(formula.name());
    boolean needsSpread = formula == StandardScore.Z || formula == StandardScore.MODIFIED_Z;
    if (needsSpread && window.length() == 1) {
      throw new IllegalArgumentException(
          "a "
              + formula.describe()
              + " of "
              + series.name()
              + " over a window of 1 is not possible, because one value has no spread; give a"
              + " window of 2 or more");
    }
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
