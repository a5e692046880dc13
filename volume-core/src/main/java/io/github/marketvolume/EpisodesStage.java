package io.github.marketvolume;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.plan.EpisodesNode;

/**
 * Flagged rows that are close to each other, a row for each such episode; each ticker's bars by
 * themselves. Only published rows count: in a range of dates, an episode that began before it
 * starts with its first flagged row in the range.
 *
 * <p>An episode at the end of a series may be open. Later days extend it or close it; what is
 * closed stays as it is.
 *
 * @param <R> the row shape: a ticker's bar, or a day of the market
 */
public final class EpisodesStage<R extends Dated> extends Stage<FlaggedEpisode<R>> {

  private final EpisodesNode<R> node;

  EpisodesStage(EpisodesNode<R> node) {
    super(node);
    this.node = node;
  }

  /**
   * Joins flagged rows that are at most so far apart: {@code bars(5)} are five rows of the series,
   * {@code sessions(5).on(NYSE)} five sessions, on which it may lack a row, and {@code days(7)} a
   * week.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the window is no plain distance:
   *     of days of the same kind, with a number of values required, or with the current row in it
   */
  public EpisodesStage<R> joinedWithin(RollingWindow distance) {
    return new EpisodesStage<>(
        new EpisodesNode<>(node.flagged(), node.flag(), Arguments.required(distance, "distance")));
  }
}
