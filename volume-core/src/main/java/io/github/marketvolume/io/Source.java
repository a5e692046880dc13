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

  /** In which shares its prices and volumes count; empty where it does not say. */
  default Optional<Basis> basis() {
    return Optional.empty();
  }

  /**
   * Which {@linkplain BarColumn#isOptional optional columns} its bars have: they are read, and are
   * columns of the outputs. Others are passed over, whatever their names.
   */
  default Set<BarColumn> optionalColumns() {
    return Set.of();
  }
}
