package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.io.Serializable;
import java.util.List;

/**
 * One number for a whole series, as a leaderboard shows it. It uses every published row and so is
 * hindsight; {@link SeriesSummary#over} turns it into a rolling metric.
 *
 * @param <R> the row shape of the series
 * @param <T> the type of the number
 */
public sealed interface Summary<R extends Dated, T extends Number> extends Serializable
    permits SeriesSummary, FlagCount {

  /** The column's name. */
  String name();

  /** The type of the number. */
  Class<T> type();

  /** What is computed, in an analyst's words. */
  String describe();

  /** The metrics that it is computed from. */
  List<Metric<?, ?>> inputs();

  /** This summary under its default name. */
  Summary<R, T> definition();

  /** This summary with another column name. */
  Summary<R, T> as(String name);

  /**
   * A condition on the rows of a leaderboard: this summary of the ticker is {@code threshold} or
   * more. It does not hold where the summary is missing.
   */
  default Condition<TickerSummary> atLeast(double threshold) {
    return new Conditions.OfSummary(this, true, threshold);
  }

  /**
   * A condition on the rows of a leaderboard: this summary of the ticker is {@code threshold} or
   * less. It does not hold where the summary is missing.
   */
  default Condition<TickerSummary> atMost(double threshold) {
    return new Conditions.OfSummary(this, false, threshold);
  }
}
