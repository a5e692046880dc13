package io.github.marketvolume.examples;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SparkCloudFlowTest extends CloudFlowContract {

  private Map<String, String> settings;

  /** What a cluster has in its configuration. */
  @BeforeEach
  void configure() {
    settings =
        Map.of(
            "spark.hadoop.fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem",
            "spark.hadoop.fs.gs.storage.root.url", gcs.endpoint() + "/",
            "spark.hadoop.fs.gs.project.id", "p",
            "spark.hadoop.fs.gs.auth.service.account.enable", "false",
            "spark.hadoop.fs.gs.auth.null.enable", "true",
            "spark.hadoop.fs.gs.impl.disable.cache", "true",
            "spark.hadoop.fs.gs.http.max.retry", "1",
            "spark.sql.shuffle.partitions", "4");
    settings.forEach(System::setProperty);
  }

  @AfterEach
  void forget() {
    settings.keySet().forEach(System::clearProperty);
  }

  @Override
  List<String> options() {
    return List.of("--runner", "spark", "--master", "local[2]");
  }

  @Override
  String storageApi() {
    return warehouse.storageEndpoint();
  }
}
