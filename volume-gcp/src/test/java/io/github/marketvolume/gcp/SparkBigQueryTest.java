package io.github.marketvolume.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.spark.SparkRunner;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkBigQueryTest extends BigQueryContract {

  private static FakeBigQuery service;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    FakeBigQuery.trustInThisProcess();
    service = FakeBigQuery.start().dataset("p", "d", "US");
    spark = TestSpark.session("BigQuery");
  }

  @AfterAll
  static void stop() {
    // The connector cleans up when the application ends.
    spark.stop();
    service.close();
  }

  @Override
  FakeBigQuery fake() {
    return service;
  }

  @Override
  GoogleCloud cloud(FakeBigQuery at) {
    return super.cloud(at).withBigQueryAt(at.endpoint(), at.storageEndpoint());
  }

  @Override
  Runner runner(GoogleCloud to) {
    return to.on(SparkRunner.on(spark));
  }

  @ParameterizedTest
  @CsvSource({
    "bigquery.tables.get, 3",
    "bigquery.tables.get, 6",
    "BigQueryWrite.CreateWriteStream, 1",
    "BigQueryWrite.AppendRows, 1",
    "BigQueryWrite.FinalizeWriteStream, 1",
    "BigQueryWrite.BatchCommitWriteStreams, 1"
  })
  @DisplayName(
      "what the connector is refused, on the driver or in a task, is said as BigQuery says")
  void refused(String operation, int nth) {
    BigQuerySink sink = BigQuerySink.append(table).creating(TableCreation.plain());
    Fault denied = Fault.accessDenied("p:d.t", "bigquery.tables.updateData");
    refusedBy(operation, nth, denied, sink)
        .hasMessage(
            table
                + ": permission is missing: Access Denied: Table p:d.t: Permission"
                + " bigquery.tables.updateData denied on table p:d.t (or it may not exist).; grant"
                + " it to the account, or use another");
    refusedBy(operation, nth, Fault.unauthorized(), sink)
        .hasMessage(
            table
                + ": there are no valid credentials; run 'gcloud auth application-default login',"
                + " or name a key with GOOGLE_APPLICATION_CREDENTIALS");
  }

  @Test
  @DisplayName("a quota that the connector has used up is said to be one")
  void quota() {
    BigQuerySink sink = BigQuerySink.append(table).creating(TableCreation.plain());
    refusedBy("bigquery.tables.get", 3, Fault.quotaExceeded(), sink)
        .hasMessage(
            table
                + ": a quota of BigQuery is used up: Quota exceeded: too many operations on this"
                + " resource; run again later, or raise it");
  }

  @Test
  @DisplayName("what storage refuses while rows are written is not said of BigQuery")
  void refusedByStorage() {
    CsvLayout layout =
        CsvLayout.named("mine").date("Date").ticker("Symbol").close("Close").volume("Volume");
    try (FakeGcs gcs = FakeGcs.start().bucket("lake", "US")) {
      TestSpark.useStorage(spark, gcs);
      gcs.put(
          "lake",
          "prices.csv",
          "Date,Symbol,Close,Volume\n2020-01-06,A,,5\n2020-01-06,A,,6\n".getBytes(UTF_8));
      VolumePipeline rejected =
          VolumePipeline.named(
              "rejected",
              BarsStage.from(io.github.marketvolume.io.CsvSource.at("gs://lake/prices.csv", layout))
                  .rejected()
                  .into(BigQuerySink.append(table).creating(TableCreation.plain())));
      Runner runner = runner(cloud.withStorageAt(gcs.endpoint()));
      rejected.run(runner);
      assertThat(query("SELECT text FROM `" + table + "`"))
          .containsExactlyInAnyOrder("2020-01-06,A,,5", "2020-01-06,A,,6");

      String get = "storage.objects.get";
      List<String> gets =
          gcs.calls().stream()
              .filter(call -> call.operation().equals(get))
              .map(Call::target)
              .toList();
      int last = gets.size();
      while (!gets.get(last - 1).contains("alt=media")) {
        last--;
      }
      gcs.faults().at(get, last, Fault.accessDenied()); // which reads the rejected rows again
      assertThatThrownBy(() -> rejected.run(runner))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "gs://lake/prices.csv cannot be read again: Error reading 'prices.csv' at position"
                  + " 0");
    }
  }

  private AbstractThrowableAssert<?, ?> refusedBy(
      String operation, int nth, Fault fault, BigQuerySink sink) {
    fake.faults().from(operation, nth, fault);
    try {
      return assertThatThrownBy(() -> write(sink, bar("A", JANUARY, 5)))
          .isInstanceOf(SinkException.class);
    } finally {
      fake.faults().clear();
    }
  }
}
