package io.github.marketvolume.gcp;

import com.google.cloud.bigquery.BigQuery;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.spark.spi.SparkSinkAdapter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Writes to BigQuery from Spark: by its connector, straight from the executors, in streams of the
 * Storage API of which each task's counts once.
 */
public final class SparkBigQuerySink implements SparkSinkAdapter<BigQuerySink> {

  private final GoogleCloud cloud;

  /** With the application default credentials. */
  public SparkBigQuerySink() {
    this(GoogleCloud.withDefaultCredentials());
  }

  SparkBigQuerySink(GoogleCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Class<BigQuerySink> descriptorType() {
    return BigQuerySink.class;
  }

  @Override
  public void check(BigQuerySink sink, Schema<?> schema) {
    SparkConnector.require(sink.describe());
    StagedTable.check(cloud.bigQuery(), sink, schema);
  }

  @Override
  public StagedOutput stage(
      BigQuerySink sink, Dataset<Row> rows, Schema<?> schema, RunContext context) {
    BigQuery client = cloud.bigQuery();
    StagedTable staged = StagedTable.create(client, cloud.pause(), sink, schema, context);
    try {
      write(rows, sink, staged.staging());
      staged.count();
      return staged;
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  private void write(Dataset<Row> rows, BigQuerySink sink, TableRef staging) {
    try {
      rows.write()
          .format(SparkConnector.FORMAT)
          .options(cloud.connectorOptions())
          .option("writeMethod", "direct")
          .mode(SaveMode.Append)
          .save(staging.toString());
    } catch (RuntimeException e) {
      throw SparkConnector.inWords(sink.table().toString(), e)
          .<RuntimeException>map(said -> new SinkException(said, e))
          .orElse(e);
    }
  }
}
