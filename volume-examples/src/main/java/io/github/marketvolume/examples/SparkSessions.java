package io.github.marketvolume.examples;

import io.github.marketvolume.error.VolumeException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a run: quiet, and on a single machine unreachable from outside. */
final class SparkSessions {

  private SparkSessions() {}

  /** The master that a run will use: spark-submit's if it started this process. */
  static String master(String requested) {
    return new SparkConf().get("spark.master", requested);
  }

  /**
   * Opens a session; the caller stops it.
   *
   * @param requested the master, where spark-submit has not given one
   */
  static SparkSession open(String requested) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", requested);
    conf.setIfMissing("spark.app.name", "sp500");
    conf.setIfMissing("spark.ui.enabled", "false");
    // Or Spark makes a folder spark-warehouse wherever it is started.
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "sp500-warehouse").toUri().toString());
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      // Tasks share this process: one that runs out of memory must fail the run, not end the
      // process.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (RuntimeException e) {
      throw new VolumeException(
          "Spark does not start with master " + conf.get("spark.master") + ": " + e.getMessage(),
          e);
    }
  }
}
