package io.github.marketvolume.gcp;

import io.github.marketvolume.Runner;
import io.github.marketvolume.gcp.fake.FakeBigQuery;
import io.github.marketvolume.spark.SparkRunner;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SparkBigQueryTest extends BigQueryContract {

  private static FakeBigQuery service;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    FakeBigQuery.trustInThisProcess();
    service = FakeBigQuery.start().dataset("p", "d", "US");
    spark =
        SparkSession.builder()
            .appName("volume-gcp BigQuery")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    // The connector cleans up when the application ends.
    spark.stop();
    service.close();
  }

  @Override
  FakeBigQuery fake() {
    return service;
  }

  @Override
  GoogleCloud cloud(FakeBigQuery at) {
    return super.cloud(at).withBigQueryAt(at.endpoint(), at.storageEndpoint());
  }

  @Override
  Runner runner(GoogleCloud to) {
    return to.on(SparkRunner.on(spark));
  }
}
