package io.github.marketvolume.gcp;

import com.google.cloud.bigquery.BigQuery;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import java.nio.file.Path;
import java.util.List;

/** Writes to BigQuery from the local runner: by load jobs, which Parquet files are sent with. */
public final class LocalBigQuerySink implements LocalSinkAdapter<BigQuerySink> {

  private final GoogleCloud cloud;

  /** With the application default credentials. */
  public LocalBigQuerySink() {
    this(GoogleCloud.withDefaultCredentials());
  }

  LocalBigQuerySink(GoogleCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Class<BigQuerySink> descriptorType() {
    return BigQuerySink.class;
  }

  @Override
  public void check(BigQuerySink sink, Schema<?> schema) {
    StagedTable.check(cloud.bigQuery(), sink, schema);
  }

  @Override
  public StagedOutput stage(
      BigQuerySink sink, List<Path> parquet, Schema<?> schema, RunContext context) {
    BigQuery client = cloud.bigQuery();
    StagedTable staged = StagedTable.create(client, cloud.pause(), sink, schema, context);
    try {
      staged.load(parquet);
      staged.count();
      return staged;
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }
}
