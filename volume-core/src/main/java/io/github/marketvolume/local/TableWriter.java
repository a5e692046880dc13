package io.github.marketvolume.local;

import io.github.marketvolume.rows.ColumnBatch;

/**
 * Writes the rows of one output to files. Batches are prepared by many threads and written by one,
 * in order.
 *
 * @param <P> a batch that is ready to be written
 */
interface TableWriter<P> extends AutoCloseable {

  /** Does what can be done for several batches at the same time. */
  P prepare(ColumnBatch batch);

  /** Writes a batch after those before it. */
  void write(P prepared);

  /** Completes the files, and counts the rows in them. */
  long finish();

  /** Releases what writing needed; before {@link #finish}, abandons the files. */
  @Override
  void close();
}
