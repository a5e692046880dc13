package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.spark.SparkRunner;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Spark, in a session of its own; apart from the rest, which does without it. */
final class SparkEngine implements RunningEngine {

  private final SparkSession spark;
  private final SparkRunner runner;

  private SparkEngine(SparkSession spark, SparkRunner runner) {
    this.spark = spark;
    this.runner = runner;
  }

  /**
   * Starts a session.
   *
   * @param adapters gives the runner what else it needs
   */
  static SparkEngine start(String master, UnaryOperator<SparkRunner> adapters, Progress progress) {
    progress.begins("starting Spark on " + SparkSessions.master(master));
    SparkSession spark = SparkSessions.open(master);
    return new SparkEngine(spark, adapters.apply(SparkRunner.on(spark)).onProgress(progress));
  }

  @Override
  public CsvSource detectLayout(CsvFiles files) {
    return runner.detectLayout(files);
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return pipeline.run(runner);
  }

  @Override
  public boolean updates() {
    return false;
  }

  @Override
  public RunReport update(VolumePipeline pipeline, RunStore store) {
    return pipeline.update(runner, store); // which says that it cannot
  }

  @Override
  public void close() {
    spark.stop();
  }
}
