package io.github.marketvolume.spark.spi;

import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.StagedOutput;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Knows how Spark writes one kind of sink. It is found by {@link java.util.ServiceLoader}, or given
 * to the runner; it holds the credentials, if any are needed.
 *
 * @param <D> the descriptor
 */
public interface SparkSinkAdapter<D extends Sink<?>> {

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
   * Writes all rows where nobody sees them yet.
   *
   * @param rows the rows, with the columns of the schema in its order
   * @throws io.github.marketvolume.error.SinkException if it cannot
   */
  StagedOutput stage(D sink, Dataset<Row> rows, Schema<?> schema, RunContext context);
}
