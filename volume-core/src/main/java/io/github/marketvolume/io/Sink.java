package io.github.marketvolume.io;

import java.io.Serializable;

/**
 * Describes where rows are written. An implementation is an immutable value.
 *
 * @param <S> the rows that it accepts; {@code Object} for any
 */
public interface Sink<S> extends Serializable {

  /** The sink in an analyst's words, such as {@code out/ticker_daily (Parquet)}. */
  String describe();
}
