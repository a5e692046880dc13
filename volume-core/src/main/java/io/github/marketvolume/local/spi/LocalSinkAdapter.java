package io.github.marketvolume.local.spi;

import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.StagedOutput;
import java.nio.file.Path;
import java.util.List;

/**
 * Knows how the local runner writes one kind of sink. It is found by {@link
 * java.util.ServiceLoader}, or given to the runner; it holds the credentials, if any are needed.
 *
 * @param <D> the descriptor
 */
public interface LocalSinkAdapter<D extends Sink<?>> {

  /** The class of the descriptors that it writes. */
  Class<D> descriptorType();

  /**
   * Fails if the sink cannot take rows of this schema, as far as that can be told before any work
   * is done; does nothing unless an adapter says otherwise.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the sink does not suit the rows
   * @throws io.github.marketvolume.error.SinkException if what it names is missing or forbidden
   */
  default void check(D sink, Schema<?> schema) {}

  /**
   * Takes all rows where nobody sees them yet. If the staged output has another number of rows than
   * the files, the run fails.
   *
   * @param parquet files with the rows, with the columns of the schema in its order; they are there
   *     until the staged output is closed
   * @throws io.github.marketvolume.error.SinkException if it cannot
   */
  StagedOutput stage(D sink, List<Path> parquet, Schema<?> schema, RunContext context);
}
