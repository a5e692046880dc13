package io.github.marketvolume.gcp;

import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark of a test class, small and in this process. */
final class TestSpark {

  private TestSpark() {}

  /** A session, which is the caller's to stop. */
  static SparkSession session(String name) {
    return SparkSession.builder()
        .appName("volume-gcp " + name)
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        // Rows are few: to compile what makes them would be most of a run.
        .config("spark.sql.codegen.wholeStage", false)
        .getOrCreate();
  }

  /** Lets {@code gs://} be this storage for the session's tasks. */
  static void useStorage(SparkSession spark, FakeGcs gcs) {
    // Tests make tasks fail on purpose, and read what the runner says of it.
    spark.sparkContext().setLogLevel("OFF");
    Map.of(
            "fs.gs.storage.root.url", gcs.endpoint() + "/",
            "fs.gs.project.id", "p",
            "fs.gs.auth.service.account.enable", "false",
            "fs.gs.auth.null.enable", "true",
            "fs.gs.impl.disable.cache", "true",
            // The connector looks for its files once more when the process ends, after the fake.
            "fs.gs.http.max.retry", "1")
        .forEach(spark.sparkContext().hadoopConfiguration()::set);
  }
}
