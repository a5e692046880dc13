package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;

/** A measured row together with its flags. */
public interface Flagged<R extends Dated> extends Measured<R> {

  /**
   * Whether the flag is set on this row.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the stage does not set it
   */
  boolean is(Flag<R> flag);
}
