package io.github.marketvolume.plan;

import io.github.marketvolume.io.Schema.Column;
import io.github.marketvolume.market.Dated;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Metric;
import java.util.List;

/**
 * A node whose rows are series of dates, so that they can be measured: each ticker's bars, or the
 * market's days.
 *
 * @param <R> the rows that metrics are of
 */
public sealed interface SeriesNode<R extends Dated> permits BarsNode, MarketNode {

  /** The bars that everything is computed from. */
  BarsNode bars();

  /** The steps from the bars to this series. */
  List<String> steps();

  /** The metrics that the rows come with: the cross-sections of the market's days. */
  List<Metric<R, ?>> given();

  /** The columns that measured rows begin with. */
  <S extends Measured<R>> List<Column<S>> columns();

  /** Does what is to be done for this kind of series. */
  <T> T accept(Visitor<T> visitor);

  /**
   * What is done for each kind of series.
   *
   * @param <T> what comes of it
   */
  interface Visitor<T> {

    /** Each ticker's bars. */
    T bars(BarsNode node);

    /** The market's days. */
    T market(MarketNode node);
  }
}
