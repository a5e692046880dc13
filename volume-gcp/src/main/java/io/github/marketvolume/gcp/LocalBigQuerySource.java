package io.github.marketvolume.gcp;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSourceAdapter;

/**
 * Reads BigQuery on the local runner, by the Storage API: of a table the columns and days that are
 * needed; of a view or a query its result.
 */
public final class LocalBigQuerySource implements LocalSourceAdapter<BigQuerySource> {

  private final GoogleCloud cloud;

  /** With the application default credentials. */
  public LocalBigQuerySource() {
    this(GoogleCloud.withDefaultCredentials());
  }

  LocalBigQuerySource(GoogleCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Class<BigQuerySource> descriptorType() {
    return BigQuerySource.class;
  }

  @Override
  public LocalInput open(BigQuerySource source, ReadRequest request, RunContext context) {
    BarsTable table = BarsTable.of(cloud.bigQuery(), cloud.pause(), source, request);
    return new LocalInput.Rows(
        () -> new StorageCursor(cloud, source.rows().toString(), table, request));
  }
}
