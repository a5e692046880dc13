package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.bigquery.BigQueryException;
import io.github.marketvolume.error.MissingDependencyException;

/** Spark's connector of BigQuery. */
final class SparkConnector {

  static final String FORMAT = "bigquery";

  private SparkConnector() {}

  /**
   * Fails if the connector, or what it needs of Spark, is not on the class path.
   *
   * @throws MissingDependencyException naming what to add
   */
  static void require(String what) {
    if (!exists("com.google.cloud.spark.bigquery.BigQueryRelationProvider")
        && !exists("com.google.cloud.spark.bigquery.v2.Spark35BigQueryTableProvider")) {
      throw missing(
          what, "connector of BigQuery", "com.google.cloud.spark:spark-3.5-bigquery:0.42.1");
    }
    if (!exists("org.apache.spark.ml.linalg.Vector")) {
      throw missing(
          what,
          "MLlib, which the connector of BigQuery uses",
          "org.apache.spark:spark-mllib of Spark's own version");
    }
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static MissingDependencyException missing(String what, String part, String artifact) {
    return new MissingDependencyException(
        "%s needs Spark's %s: add %s to the class path, or to spark-submit --packages"
            .formatted(what, part, artifact));
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
