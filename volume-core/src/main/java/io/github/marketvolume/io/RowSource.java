package io.github.marketvolume.io;

import io.github.marketvolume.market.RejectedRow;
import java.util.Iterator;
import java.util.List;

/**
 * A source that yields its rows as Java values, on every runner. The rows pass through the one
 * process that drives the run, unless the source can be split.
 */
public interface RowSource<S> extends Source<S> {

  /**
   * Reads the rows, in any order; each call returns a new iterator. Rows outside the request may be
   * left out or not; the runner drops them.
   *
   * @throws io.github.marketvolume.error.SourceException if they cannot be read
   */
  Iterator<S> rows(ReadRequest request, RunContext context);

  /**
   * The same rows as several sources that can be read at the same time, on other machines too; by
   * default this source alone.
   */
  default List<RowSource<S>> split() {
    return List.of(this);
  }

  /**
   * Rows that were read before and are no bars, with the place that they came from: such as those
   * of a message that could not be parsed. Outputs of rejected rows have them besides the rows that
   * break a rule, and reports count them; limits of rejected rows do not. Only {@code LocalRunner}
   * takes a source that has any.
   *
   * @return none, unless a source says otherwise
   */
  default List<RejectedRow> rejected() {
    return List.of();
  }
}
