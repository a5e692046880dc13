package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.bigquery.BigQueryException;
import io.github.marketvolume.error.MissingDependencyException;

/** Spark's connector of BigQuery. */
final class SparkConnector {

  static final String FORMAT = "bigquery";

  private SparkConnector() {}

  /**
   * Fails if the connector is not on the class path.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void require(String what) {
    try {
      Class.forName("com.google.cloud.spark.bigquery.BigQueryRelationProvider");
    } catch (ClassNotFoundException e) {
      try {
        Class.forName("com.google.cloud.spark.bigquery.v2.Spark35BigQueryTableProvider");
      } catch (ClassNotFoundException again) {
        throw new MissingDependencyException(
            what
                + " needs Spark's connector of BigQuery: add"
                + " com.google.cloud.spark:spark-3.5-bigquery:0.42.1 to the class path, or to"
                + " spark-submit --packages",
            again);
      }
    }
  }

  /** What went wrong in the connector, whose exceptions are its own and relocated ones. */
  static String inWords(String what, Throwable failure) {
    Throwable deepest = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BigQueryException e) {
        return BigQueryWords.of(what, e);
      }
      if (cause instanceof ApiException e) {
        return BigQueryWords.of(what, e);
      }
      deepest = cause;
    }
    String said = deepest.getMessage() == null ? "" : deepest.getMessage().strip();
    String line = said.lines().findFirst().orElse(deepest.getClass().getSimpleName());
    return what + ": BigQuery failed: " + line + "; run again later";
  }
}
