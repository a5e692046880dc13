package io.github.marketvolume.gcp;

import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQueryError;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.VolumeException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spark's connector of BigQuery. */
final class SparkConnector {

  static final String FORMAT = "bigquery";

  /** What gRPC says of a request of the Storage API that failed; often with a description. */
  private static final Pattern STATUS =
      Pattern.compile(
          "Status(?:RuntimeException: |\\{code=)(?<code>%s)\\b(?:(?:: |, description=)(?<said>.*?)(?:, cause=.*)?$)?"
              .formatted(
                  Stream.of(StatusCode.Code.values())
                      .map(StatusCode.Code::name)
                      .collect(Collectors.joining("|"))),
          Pattern.MULTILINE);

  /**
   * Where the REST API says why a request failed, below the address that was asked; the exception
   * above says the rest. Cloud Storage answers alike, at another address.
   */
  private static final Pattern REASON =
      Pattern.compile("/bigquery/v2/.*?\"reason\"\\s*:\\s*\"(\\w+)\"", Pattern.DOTALL);

  /** The exception of the REST API's client, wherever it was relocated to. */
  private static final String CLIENT = ".cloud.bigquery.BigQueryException";

  private static final String CONNECTOR = ".BigQueryConnectorException";

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
   * What went wrong with BigQuery, where it was that: while the connector writes rows, Spark also
   * computes them, and what fails then has words of its own. The connector's exceptions are its own
   * and relocated ones, and what a task met is often left as text alone; so it is read from what
   * they say.
   */
  static Optional<String> inWords(String what, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof VolumeException) {
        return Optional.empty();
      }
    }
    BigQueryError refusal = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher status = STATUS.matcher(cause.toString());
      if (status.find()) {
        String code = status.group("code");
        String said = status.group("said");
        boolean described = said != null && !said.equals("null");
        return Optional.of(
            BigQueryWords.of(what, StatusCode.Code.valueOf(code), described ? said : code));
      }
      Matcher reason = REASON.matcher(cause.toString());
      if (reason.find()) {
        String said = refusal == null ? BigQueryWords.firstLine(cause) : refusal.getMessage();
        return Optional.of(BigQueryWords.of(what, new BigQueryError(reason.group(1), null, said)));
      }
      if (isOfBigQuery(cause)) {
        refusal = new BigQueryError("", null, BigQueryWords.firstLine(cause));
      }
    }
    return Optional.ofNullable(refusal).map(said -> BigQueryWords.of(what, said));
  }

  /** Whether a failure began at BigQuery; what Spark met, the connector only wraps. */
  private static boolean isOfBigQuery(Throwable cause) {
    String name = cause.getClass().getName();
    return name.endsWith(CLIENT) || (name.endsWith(CONNECTOR) && cause.getCause() == null);
  }
}
