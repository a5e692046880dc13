package io.github.marketvolume.local.spi;

import io.github.marketvolume.market.BarColumn;
import org.jspecify.annotations.Nullable;

/** Goes through bars row by row, over primitives. */
public interface BarCursor extends AutoCloseable {

  /**
   * Moves to the next row; false when there is none.
   *
   * @throws io.github.marketvolume.error.SourceException if it cannot be read
   */
  boolean next();

  /** The row's symbol; null where it is missing. */
  @Nullable String ticker();

  /** The row's day, counted from 1970-01-01; {@link Integer#MIN_VALUE} where it is missing. */
  int epochDay();

  /** What the row has for a date where that is not one; null where it is a date or missing. */
  default @Nullable String unreadDate() {
    return null;
  }

  /** A price, or the volume in shares; NaN where it is missing or was not requested. */
  double value(BarColumn column);

  /** Releases what reading needed. */
  @Override
  void close();
}
