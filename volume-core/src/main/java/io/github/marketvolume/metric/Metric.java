package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.io.Serializable;
import java.util.List;

/**
 * A typed handle for one column: the computation for each row, and the name of the column. A handle
 * is an immutable value; it holds no data and no engine.
 *
 * <p>Two handles of one {@linkplain #definition definition} are one computation, regardless of
 * their names, and either reads the value back from a row.
 *
 * @param <R> the row shape that the metric belongs to
 * @param <T> the type of its values
 */
public sealed interface Metric<R extends Dated, T> extends Serializable
    permits NumericMetric, TickerOfLargest, DayKindOf, Flag, LevelOf {

  /** The column's name: lower-case letters, digits and underscores. */
  String name();

  /** The type of the values. */
  Class<T> type();

  /** What is computed, in an analyst's words. */
  String describe();

  /** The metrics that this one is computed from, directly. */
  List<Metric<?, ?>> inputs();

  /** The rows before the current one that it needs, including those of its inputs. */
  LookBack lookBack();

  /** This metric under its default name: equal for all handles of the same computation. */
  Metric<R, T> definition();

  /**
   * This metric with another column name.
   *
   * @throws IllegalArgumentException if the name is not of the form {@code [a-z][a-z0-9_]*}
   */
  Metric<R, T> as(String name);
}
