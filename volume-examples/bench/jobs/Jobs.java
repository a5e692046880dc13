import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.spark.SparkRunner;
import org.apache.spark.sql.SparkSession;

/** Runs a job on the engine that the arguments of a program name. */
final class Jobs {

  private Jobs() {}

  /**
   * Runs a job.
   *
   * @param runner local or spark
   * @param threads of the run
   */
  static void run(VolumePipeline job, String runner, String threads) {
    switch (runner) {
      case "local" -> job.run(LocalRunner.create().withThreads(Integer.parseInt(threads)));
      case "spark" -> runOnSpark(job, threads);
      default -> throw new IllegalArgumentException("no runner " + runner);
    }
  }

  private static void runOnSpark(VolumePipeline job, String threads) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("benchmark")
            .config("spark.ui.enabled", false)
            .getOrCreate()) {
      job.run(SparkRunner.on(spark));
    }
  }
}
