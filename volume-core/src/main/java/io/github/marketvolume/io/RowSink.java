package io.github.marketvolume.io;

import java.util.Iterator;

/**
 * A sink that takes its rows as Java values, on every runner. The rows pass through the one process
 * that drives the run.
 */
public interface RowSink<S> extends Sink<S> {

  /**
   * Writes all rows without making them visible.
   *
   * @param schema the columns of these rows, for a sink that accepts any
   * @throws io.github.marketvolume.error.SinkException if they cannot be written
   */
  <T extends S> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context);
}
