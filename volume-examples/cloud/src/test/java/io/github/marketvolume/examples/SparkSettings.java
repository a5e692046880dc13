package io.github.marketvolume.examples;

import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.util.Map;

/** What a cluster has in its configuration, of a lake that is a fake. */
final class SparkSettings {

  private SparkSettings() {}

  static Map<String, String> of(FakeGcs gcs) {
    return Map.of(
        "spark.hadoop.fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem",
        "spark.hadoop.fs.gs.storage.root.url", gcs.endpoint() + "/",
        "spark.hadoop.fs.gs.project.id", "p",
        "spark.hadoop.fs.gs.auth.service.account.enable", "false",
        "spark.hadoop.fs.gs.auth.null.enable", "true",
        "spark.hadoop.fs.gs.impl.disable.cache", "true",
        "spark.hadoop.fs.gs.http.max.retry", "1",
        "spark.sql.shuffle.partitions", "4");
  }
}
