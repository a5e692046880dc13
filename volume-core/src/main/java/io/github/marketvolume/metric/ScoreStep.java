package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;

/** A score that still wants its baseline window. */
public final class ScoreStep<R extends Dated> {

  private final NumericMetric<R, ?> series;
  private final Score.Kind kind;

  ScoreStep(NumericMetric<R, ?> series, Score.Kind kind) {
    this.series = series;
    this.kind = kind;
  }

  /** The score of each row against this window. */
  public Score<R> over(RollingWindow window) {
    return new Score<>(series, kind, window, null);
  }
}
