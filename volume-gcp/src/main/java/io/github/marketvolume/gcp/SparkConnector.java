package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQueryError;
import io.github.marketvolume.error.MissingDependencyException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark's connector of BigQuery. */
final class SparkConnector {

  static final String FORMAT = "bigquery";

  /** What gRPC says of a request of the Storage API that failed. */
  private static final Pattern STATUS =
      Pattern.compile(
          "Status(?:RuntimeException: |\\{code=)(?<code>[A-Z_]+)(?:: |,"
              + " description=)(?<said>.*?)(?:, cause=.*)?$",
          Pattern.MULTILINE);

  /** Where the REST API says why a request failed; the exception above says the rest. */
  private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"(\\w+)\"");

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

  /**
   * What went wrong in the connector. Its exceptions are its own and relocated ones, and what a
   * task met is often left as text alone; so it is read from what they say.
   */
  static String inWords(String what, Throwable failure) {
    String said = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher status = STATUS.matcher(cause.toString());
      if (status.find()) {
        return BigQueryWords.of(
            what, StatusCode.Code.valueOf(status.group("code")), status.group("said"));
      }
      Matcher reason = REASON.matcher(cause.toString());
      if (reason.find()) {
        return BigQueryWords.of(what, new BigQueryError(reason.group(1), null, said));
      }
      said = BigQueryWords.firstLine(cause);
    }
    return BigQueryWords.of(what, new BigQueryError("", null, said));
  }
}
