package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.spark.SparkRunner;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Runs on Spark; apart from the rest, which does without it. */
final class SparkEngine {

  private SparkEngine() {}

  static RunReport run(
      VolumePipeline pipeline,
      String master,
      UnaryOperator<SparkRunner> adapters,
      Progress progress) {
    progress.begins("starting Spark on " + SparkSessions.master(master));
    SparkSession spark = SparkSessions.open(master);
    try {
      return pipeline.run(adapters.apply(SparkRunner.on(spark)).onProgress(progress));
    } finally {
      spark.stop();
    }
  }
}
