package io.github.marketvolume.io;

import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * Describes where rows are read from. An implementation is an immutable value: equal descriptors
 * are read once for all outputs of a pipeline.
 *
 * @param <S> the row shape that it holds
 */
public interface Source<S> extends Serializable {

  /** The source in an analyst's words, such as {@code prices.csv (CSV, kaggle layout)}. */
  String describe();

  /** The basis of its prices and volumes; empty if it does not state it. */
  default Optional<Basis> basis() {
    return Optional.empty();
  }

  /** Whether it goes on without an end: streams take it, and runs and updates refuse it. */
  default boolean isEndless() {
    return false;
  }

  /**
   * The {@linkplain BarColumn#isOptional optional columns} of its bars: they are read, and are
   * columns of the outputs. Other columns are ignored, whatever their names.
   */
  default Set<BarColumn> optionalColumns() {
    return Set.of();
  }
}
