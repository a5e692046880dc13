package io.github.marketvolume.spark;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.run.AdapterTable;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import io.github.marketvolume.spark.spi.SparkSourceAdapter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The calls of adapters: each is stored under the class of the descriptors that it takes. */
@SuppressWarnings("unchecked")
final class Adapters {

  private Adapters() {}

  /** Those that the class path offers. */
  static AdapterTable<SparkSourceAdapter<?>, SparkSinkAdapter<?>> installed() {
    return AdapterTable.installed(
        "Spark",
        (Class<SparkSourceAdapter<?>>) (Class<?>) SparkSourceAdapter.class,
        SparkSourceAdapter::descriptorType,
        (Class<SparkSinkAdapter<?>>) (Class<?>) SparkSinkAdapter.class,
        SparkSinkAdapter::descriptorType);
  }

  static <D extends Source<Bar>> Dataset<Row> read(
      SparkSourceAdapter<?> adapter,
      D source,
      ReadRequest request,
      SparkSession spark,
      RunContext context) {
    return ((SparkSourceAdapter<D>) adapter).read(source, request, spark, context);
  }

  static <D extends Sink<?>> StagedOutput stage(
      SparkSinkAdapter<?> adapter,
      D sink,
      Dataset<Row> rows,
      Schema<?> schema,
      RunContext context) {
    return ((SparkSinkAdapter<D>) adapter).stage(sink, rows, schema, context);
  }

  /** Lets the sink's adapter say what is wrong before any work is done. */
  static <D extends Sink<?>> void check(SparkSinkAdapter<?> adapter, D sink, Schema<?> schema) {
    ((SparkSinkAdapter<D>) adapter).check(sink, schema);
  }
}
