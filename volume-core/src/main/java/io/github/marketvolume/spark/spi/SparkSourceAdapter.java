package io.github.marketvolume.spark.spi;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Knows how Spark reads one kind of source. It is found by {@link java.util.ServiceLoader}, or
 * given to the runner; it holds the credentials, if any are needed.
 *
 * @param <D> the descriptor
 */
public interface SparkSourceAdapter<D extends Source<Bar>> {

  /** The class of the descriptors that it reads. */
  Class<D> descriptorType();

  /**
   * The bars, as columns named as in {@link io.github.marketvolume.market.BarColumn}: {@code
   * trade_date} of type date, {@code ticker} string, prices and volume of any numeric type. Columns
   * that are not requested, and prices that the source does not have, may be absent; rows outside
   * the request may be left out or not.
   *
   * @throws io.github.marketvolume.error.SourceException if the source cannot be read
   */
  Dataset<Row> read(D source, ReadRequest request, SparkSession spark, RunContext context);
}
