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
   * Writes all rows where nobody sees them yet.
   *
   * @param rows the rows, with the columns of the schema in its order
   * @throws io.github.marketvolume.error.SinkException if it cannot
   */
  StagedOutput stage(D sink, Dataset<Row> rows, Schema<?> schema, RunContext context);
}
