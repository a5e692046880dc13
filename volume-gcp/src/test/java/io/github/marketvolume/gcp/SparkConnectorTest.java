package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.connector.common.BigQueryConnectorException;
import io.github.marketvolume.error.SourceException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the texts that failures of Spark's connector have; Spark is not needed. */
class SparkConnectorTest {

  private static final String REFUSAL =
      """
      403 Forbidden
      GET %s
      {
        "code": 403,
        "errors": [{"message": "Quota exceeded", "reason": "quotaExceeded"}]
      }\
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Task 1 failed: io.grpc.StatusRuntimeException: PERMISSION_DENIED: no\n\tat a.B.c",
        "not serializable: (value: io.grpc.Status{code=PERMISSION_DENIED, description=no,"
            + " cause=null})"
      })
  @DisplayName("a status of the Storage API is said with its description")
  void described(String text) {
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(text)))
        .hasValue("p.d.t: permission is missing: no; grant it to the account, or use another");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Task 1 failed: io.grpc.StatusRuntimeException: PERMISSION_DENIED\n\tat a.B.c",
        "not serializable: (value: io.grpc.Status{code=PERMISSION_DENIED, description=null,"
            + " cause=null})"
      })
  @DisplayName("a status that has no description is said by its code")
  void bare(String text) {
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(text)))
        .hasValue(
            "p.d.t: permission is missing: PERMISSION_DENIED; grant it to the account, or use"
                + " another");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other.Status{code=FOO, description=no}",
        "other.StatusRuntimeException: PERMISSION_DENIED_HERE: no",
        "Java heap space"
      })
  @DisplayName("what is not BigQuery's is left to who knows it")
  void foreign(String text) {
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(text))).isEmpty();
  }

  @Test
  @DisplayName("a refusal of the REST API is BigQuery's only at BigQuery's address")
  void address() {
    String bigQuery = REFUSAL.formatted("https://bigquery.googleapis.com/bigquery/v2/projects/p");
    String storage = REFUSAL.formatted("https://storage.googleapis.com/storage/v1/b/lake/o/a");
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(bigQuery)))
        .hasValue(
            "p.d.t: a quota of BigQuery is used up: 403 Forbidden; run again later, or raise it");
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(storage))).isEmpty();
  }

  @Test
  @DisplayName("what the library says already stays what is said")
  void known() {
    String refusal = REFUSAL.formatted("https://bigquery.googleapis.com/bigquery/v2/projects/p");
    SourceException known =
        new SourceException("gs://lake/a.csv cannot be read", new IllegalStateException(refusal));
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(refusal, known)))
        .isEmpty();
  }

  @Test
  @DisplayName("a failure of the client without a reason is BigQuery's")
  void client() {
    BigQueryException failure = new BigQueryException(0, "Connection refused");
    assertThat(SparkConnector.inWords("p.d.t", new IllegalStateException(failure)))
        .hasValue("p.d.t: BigQuery failed: Connection refused; run again later");
  }

  @Test
  @DisplayName("what the connector says is BigQuery's, unless it only tells of what Spark met")
  void connector() {
    BigQueryConnectorException failure = new BigQueryConnectorException("streams not committed");
    assertThat(
            SparkConnector.inWords("p.d.t", new BigQueryConnectorException("not saved", failure)))
        .hasValue("p.d.t: BigQuery failed: streams not committed; run again later");
    OutOfMemoryError full = new OutOfMemoryError("Java heap space");
    assertThat(SparkConnector.inWords("p.d.t", new BigQueryConnectorException("not saved", full)))
        .isEmpty();
  }
}
