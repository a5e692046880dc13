package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;

/** A score that still needs its baseline window. */
public final class ScoreStep<R extends Dated> {

  private final NumericMetric<R, ?> series;
  private final ScoreFormula formula;

  ScoreStep(NumericMetric<R, ?> series, ScoreFormula formula) {
    this.series = series;
    this.formula = formula;
  }

  /** The score of each row against this window. */
  public Score<R> over(RollingWindow window) {
    return new Score<>(series, formula, window, Label.NONE);
  }
}
