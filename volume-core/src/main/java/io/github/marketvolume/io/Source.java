package io.github.marketvolume.io;

import java.io.Serializable;

/**
 * Describes where rows are read from. An implementation is an immutable value: equal descriptors
 * are read once for all outputs of a pipeline.
 *
 * @param <S> the row shape that it holds
 */
public interface Source<S> extends Serializable {

  /** The source in an analyst's words, such as {@code prices.csv (CSV, kaggle layout)}. */
  String describe();
}
