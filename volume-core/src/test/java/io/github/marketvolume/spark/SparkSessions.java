package io.github.marketvolume.spark;

import org.apache.spark.sql.SparkSession;

/** The one session that all tests of this module share; it ends with the process. */
final class SparkSessions {

  private static final SparkSession SHARED = start();

  private SparkSessions() {}

  static SparkSession shared() {
    return SHARED;
  }

  private static SparkSession start() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("volume-core tests")
            .master("local[2]")
            // Stricter than Java's serialization, which the application's tests run with.
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.warehouse.dir", "target/spark-warehouse");
    if (System.getProperty("volume.spark.ansi") != null) {
      builder.config("spark.sql.ansi.enabled", Boolean.getBoolean("volume.spark.ansi"));
    }
    SparkSession session = builder.getOrCreate();
    // Tests make tasks fail on purpose, and read what the runner says of it.
    session.sparkContext().setLogLevel("OFF");
    return session;
  }
}
