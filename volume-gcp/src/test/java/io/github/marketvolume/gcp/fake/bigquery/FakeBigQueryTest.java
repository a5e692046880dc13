package io.github.marketvolume.gcp.fake.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the unmodified client of BigQuery sees. */
class FakeBigQueryTest {

  private static final Schema BARS =
      Schema.of(
          Field.newBuilder("trade_date", StandardSQLTypeName.DATE)
              .setMode(Field.Mode.REQUIRED)
              .setDescription("the day")
              .build(),
          Field.newBuilder("ticker", StandardSQLTypeName.STRING)
              .setMode(Field.Mode.REQUIRED)
              .build(),
          Field.of("volume", StandardSQLTypeName.INT64),
          Field.of("price", StandardSQLTypeName.FLOAT64));

  private FakeGcs gcs;
  private FakeBigQuery fake;
  private BigQuery bigquery;

  @BeforeEach
  void start() {
    gcs = FakeGcs.start().bucket("lake", "US");
    fake = FakeBigQuery.start(gcs).dataset("p", "d", "US");
    bigquery = client(fake);
  }

  @AfterEach
  void stop() {
    assertThat(fake.unexpected()).isEmpty();
    fake.close();
    gcs.close();
  }

  static BigQuery client(FakeBigQuery fake) {
    return BigQueryOptions.newBuilder()
        .setHost(fake.endpoint())
        .setProjectId("p")
        .setCredentials(NoCredentials.getInstance())
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setMaxRetryDelayDuration(Duration.ofMillis(10))
                .setMaxAttempts(4)
                .setTotalTimeoutDuration(Duration.ofSeconds(20))
                .build())
        .build()
        .getService();
  }

  private Table bars(String name) {
    return bigquery.create(
        TableInfo.newBuilder(
                TableId.of("p", "d", name),
                StandardTableDefinition.newBuilder()
                    .setSchema(BARS)
                    .setTimePartitioning(
                        TimePartitioning.newBuilder(TimePartitioning.Type.MONTH)
                            .setField("trade_date")
                            .build())
                    .setClustering(Clustering.newBuilder().setFields(List.of("ticker")).build())
                    .build())
            .setDescription("bars of a day")
            .setLabels(Map.of("team", "volume"))
            .build());
  }

  private static QueryJobConfiguration sql(String sql) {
    return QueryJobConfiguration.of(sql);
  }

  private List<String> rows(QueryJobConfiguration query) throws InterruptedException {
    return StreamSupport.stream(bigquery.query(query).iterateAll().spliterator(), false)
        .map(row -> row.stream().map(value -> String.valueOf(value.getValue())).toList())
        .map(values -> String.join(" ", values))
        .toList();
  }

  private void fill(String table) throws InterruptedException {
    bigquery.query(
        sql(
            "INSERT INTO `p.d."
                + table
                + "` (trade_date, ticker, volume, price) VALUES"
                + " (DATE '2020-01-06', 'A', 5, 1.5), (DATE '2020-01-07', 'A', 7, NULL),"
                + " ('2020-02-03', 'B', 9, 2)"));
  }

  @Test
  @DisplayName("datasets are made at a location, listed, found and deleted")
  void datasets() {
    bigquery.create(DatasetInfo.newBuilder("p", "eu").setLocation("EU").build());
    assertThat(bigquery.getDataset("eu").getLocation()).isEqualTo("EU");
    assertThat(bigquery.getDataset("none")).isNull();
    assertThat(bigquery.listDatasets().iterateAll())
        .extracting(dataset -> dataset.getDatasetId().getDataset())
        .containsExactly("d", "eu");
    assertThatThrownBy(() -> bigquery.create(DatasetInfo.newBuilder("p", "eu").build()))
        .isInstanceOf(BigQueryException.class)
        .hasMessage("Already Exists: Dataset p:eu");
    bars("t");
    assertThatThrownBy(() -> bigquery.delete("d")).hasMessage("Dataset p:d is still in use");
    assertThat(bigquery.delete("eu")).isTrue();
  }

  @Test
  @DisplayName("a table keeps all that was said of it, and changes under its etag alone")
  void tables() {
    Table made = bars("t");
    Table table = bigquery.getTable("d", "t");
    StandardTableDefinition definition = table.getDefinition();
    assertThat(definition.getSchema()).isEqualTo(BARS_AS_ANSWERED);
    assertThat(definition.getTimePartitioning().getType()).isEqualTo(TimePartitioning.Type.MONTH);
    assertThat(definition.getTimePartitioning().getField()).isEqualTo("trade_date");
    assertThat(definition.getClustering().getFields()).containsExactly("ticker");
    assertThat(table.getDescription()).isEqualTo("bars of a day");
    assertThat(table.getLabels()).containsEntry("team", "volume");
    assertThat(definition.getLocation()).isEqualTo("US");
    assertThat(table.getNumRows()).isEqualTo(0);
    Table changed = table.toBuilder().setDescription("new").build().update();
    assertThat(changed.getDescription()).isEqualTo("new");
    assertThat(changed.getEtag()).isNotEqualTo(made.getEtag());
    assertThatThrownBy(() -> bars("t")).hasMessage("Already Exists: Table p:d.t");
    assertThat(bigquery.listTables("d").iterateAll()).hasSize(1);
    assertThat(bigquery.delete(TableId.of("d", "t"))).isTrue();
    assertThat(bigquery.getTable("d", "t")).isNull();
  }

  private static final Schema BARS_AS_ANSWERED =
      Schema.of(
          BARS.getFields().get(0),
          BARS.getFields().get(1),
          BARS.getFields().get(2).toBuilder().setMode(Field.Mode.NULLABLE).build(),
          BARS.getFields().get(3).toBuilder().setMode(Field.Mode.NULLABLE).build());

  @Test
  @DisplayName("queries: filters, groups, windows, functions, parameters")
  void queries() throws InterruptedException {
    bars("t");
    fill("t");
    assertThat(rows(sql("SELECT * FROM `p.d.t` WHERE trade_date >= '2020-01-07' ORDER BY ticker")))
        .containsExactly("2020-01-07 A 7 null", "2020-02-03 B 9 2.0");
    assertThat(
            rows(
                sql(
                    "SELECT DATE_TRUNC(trade_date, MONTH) AS m, SUM(volume), SAFE_DIVIDE(1, 0) z"
                        + " FROM d.t GROUP BY m ORDER BY m")))
        .containsExactly("2020-01-01 12 null", "2020-02-01 9 null");
    assertThat(
            rows(
                sql(
                    "WITH x AS (SELECT * EXCEPT (price) FROM d.t) SELECT ticker, LAG(volume) OVER"
                        + " (PARTITION BY ticker ORDER BY trade_date) AS before FROM x ORDER BY"
                        + " ticker, before")))
        .containsExactly("A null", "A 5", "B null");
    assertThat(
            rows(
                QueryJobConfiguration.newBuilder(
                        "SELECT volume FROM d.t WHERE ticker IN UNNEST(@t) AND trade_date < @d")
                    .addNamedParameter(
                        "t", QueryParameterValue.array(new String[] {"A", "B"}, String.class))
                    .addNamedParameter("d", QueryParameterValue.date("2020-01-07"))
                    .build()))
        .containsExactly("5");
    assertThat(
            rows(
                QueryJobConfiguration.newBuilder("SELECT ? + 1, ?")
                    .addPositionalParameter(QueryParameterValue.int64(41))
                    .addPositionalParameter(QueryParameterValue.string("it's"))
                    .build()))
        .containsExactly("42 it's");
    assertThat(rows(sql("SELECT ticker FROM d.t EXCEPT DISTINCT SELECT 'A'"))).containsExactly("B");
    assertThat(
            rows(
                sql(
                    "SELECT FORMAT('it\\'s %s: %d %%, %.2f', ticker, volume, 0.125), FORMAT('%.1f',"
                        + " price) FROM d.t ORDER BY volume")))
        .containsExactly(
            "it's A: 5 %, 0.12 1.5", "it's A: 7 %, 0.12 null", "it's B: 9 %, 0.12 2.0");
  }

  @Test
  @DisplayName("a dry run says the schema and the bytes of the columns it would read")
  void dryRun() throws InterruptedException {
    bars("t");
    fill("t");
    Job job =
        bigquery.create(
            JobInfo.of(
                QueryJobConfiguration.newBuilder("SELECT volume AS v FROM d.t")
                    .setDryRun(true)
                    .build()));
    JobStatistics.QueryStatistics statistics = job.getStatistics();
    assertThat(statistics.getTotalBytesProcessed()).isEqualTo(24);
    assertThat(statistics.getSchema().getFields()).extracting(Field::getName).containsExactly("v");
  }

  @Test
  @DisplayName("errors are worded as the service words them")
  void errors() {
    assertThatThrownBy(() -> rows(sql("SELECT 1 FROM `p.d.none`")))
        .isInstanceOf(BigQueryException.class)
        .hasMessageContaining("Not found: Table p:d.none was not found in location US");
    bars("t");
    assertThatThrownBy(() -> rows(sql("SELECT nope FROM d.t")))
        .hasMessageContaining("Unrecognized name: nope");
    assertThatThrownBy(() -> rows(sql("DELETE FROM d.t")))
        .hasMessageContaining("DELETE must have a WHERE clause");
    fake.faults().at("bigquery.tables.get", 1, Fault.accessDenied("p:d.t", "bigquery.tables.get"));
    assertThatThrownBy(() -> bigquery.getTable("d", "t"))
        .isInstanceOf(BigQueryException.class)
        .hasMessage(
            "Access Denied: Table p:d.t: Permission bigquery.tables.get denied on table p:d.t (or"
                + " it may not exist).");
  }

  @Test
  @DisplayName("what it does not know fails loudly and is written down")
  void unexpected() {
    try (FakeBigQuery other = FakeBigQuery.start()) {
      assertThatThrownBy(() -> client(other).query(sql("SELECT ML.PREDICT(1), SOUNDEX('x')")))
          .hasMessageContaining("The fake does not serve this");
      assertThatThrownBy(() -> client(other).query(sql("SELECT FORMAT('%t', DATE '2020-01-07')")))
          .hasMessageContaining("the function FORMAT");
      assertThat(other.unexpected())
          .hasSize(2)
          .satisfies(first -> assertThat(first).contains("PREDICT"), atIndex(0));
    }
  }

  @Test
  @DisplayName("MERGE replaces the months of its source")
  void merge() throws InterruptedException {
    bars("t");
    fill("t");
    bars("s");
    bigquery.query(sql("INSERT d.s VALUES (DATE '2020-01-08', 'C', 1, 1)"));
    bigquery.query(
        sql(
            "MERGE `p.d.t` AS T USING `p.d.s` AS S ON FALSE WHEN NOT MATCHED BY SOURCE AND"
                + " DATE_TRUNC(T.trade_date, MONTH) = DATE '2020-01-01' THEN DELETE WHEN NOT"
                + " MATCHED BY TARGET THEN INSERT ROW"));
    assertThat(rows(sql("SELECT ticker FROM d.t ORDER BY 1"))).containsExactly("B", "C");
    bigquery.query(
        sql(
            "MERGE d.t T USING d.s S ON T.ticker = S.ticker WHEN MATCHED THEN UPDATE SET volume ="
                + " S.volume + 1, price = NULL WHEN NOT MATCHED THEN INSERT (trade_date, ticker)"
                + " VALUES (trade_date, ticker)"));
    assertThat(rows(sql("SELECT volume, price FROM d.t WHERE ticker = 'C'")))
        .containsExactly("2 null");
    bigquery.query(sql("UPDATE d.t SET volume = 3 WHERE ticker = 'B'"));
    bigquery.query(sql("DELETE FROM d.t WHERE ticker = 'C'"));
    assertThat(rows(sql("SELECT ticker, volume FROM d.t"))).containsExactly("B 3");
  }

  @Test
  @DisplayName("views read what their tables have")
  void views() throws InterruptedException {
    bars("t");
    fill("t");
    bigquery.create(
        TableInfo.of(
            TableId.of("d", "v"),
            ViewDefinition.newBuilder("SELECT ticker, volume * 2 AS twice FROM `p.d.t`")
                .setUseLegacySql(false)
                .build()));
    assertThat(rows(sql("SELECT v.twice FROM d.v WHERE ticker = 'B'"))).containsExactly("18");
    assertThat(bigquery.getTable("d", "v").getDefinition().getSchema().getFields())
        .extracting(Field::getName)
        .containsExactly("ticker", "twice");
    bigquery.query(sql("CREATE OR REPLACE VIEW d.v AS SELECT COUNT(*) n FROM d.t"));
    assertThat(rows(sql("SELECT n FROM d.v"))).containsExactly("3");
  }

  @Test
  @DisplayName("streamed rows come back in pages; bad rows are named")
  void tableData() throws InterruptedException {
    Table table = bars("t");
    InsertAllRequest.Builder request = InsertAllRequest.newBuilder(table.getTableId());
    for (int i = 0; i < 25; i++) {
      request.addRow("id" + i, Map.of("trade_date", "2020-01-06", "ticker", "T" + i, "volume", i));
    }
    assertThat(bigquery.insertAll(request.build()).hasErrors()).isFalse();
    assertThat(bigquery.insertAll(request.build()).hasErrors()).isFalse();
    assertThat(
            StreamSupport.stream(
                    bigquery
                        .listTableData(
                            table.getTableId(), BARS, BigQuery.TableDataListOption.pageSize(10))
                        .iterateAll()
                        .spliterator(),
                    false)
                .map(row -> row.get(1).getStringValue()))
        .hasSize(25)
        .startsWith("T0", "T1");
    InsertAllResponse bad =
        bigquery.insertAll(
            InsertAllRequest.newBuilder(table.getTableId()).addRow(Map.of("nope", 1)).build());
    assertThat(bad.getErrorsFor(0).get(0).getMessage()).isEqualTo("no such field: nope.");
    assertThat(rows(sql("SELECT COUNT(*) FROM d.t"))).containsExactly("25");
  }

  private static Path parquet(Path folder, String select) throws Exception {
    Path file = folder.resolve("x.parquet");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT PARQUET)");
    }
    return file;
  }

  private static final String ROWS =
      "SELECT DATE '2020-03-02' AS trade_date, 'P' AS ticker, 4::BIGINT AS volume, 0.5::DOUBLE AS"
          + " price";

  private Job run(JobConfiguration configuration) throws InterruptedException {
    return bigquery.create(JobInfo.of(configuration)).waitFor();
  }

  @Test
  @DisplayName("load, copy and extract jobs move Parquet and partitions")
  void dataJobs(@TempDir Path folder) throws Exception {
    gcs.put("lake", "in/1.parquet", Files.readAllBytes(parquet(folder, ROWS)));
    bars("t");
    fill("t");
    TableId t = TableId.of("d", "t");
    LoadJobConfiguration load =
        LoadJobConfiguration.newBuilder(t, "gs://lake/in/*.parquet", FormatOptions.parquet())
            .setWriteDisposition(WriteDisposition.WRITE_APPEND)
            .build();
    JobStatistics.LoadStatistics statistics = run(load).getStatistics();
    assertThat(statistics.getOutputRows()).isEqualTo(1);
    assertThat(rows(sql("SELECT COUNT(*) FROM d.t"))).containsExactly("4");
    TableId january = TableId.of("d", "january");
    run(CopyJobConfiguration.of(january, TableId.of("d", "t$202001")));
    assertThat(rows(sql("SELECT volume FROM d.january ORDER BY 1"))).containsExactly("5", "7");
    bigquery.query(sql("UPDATE d.january SET volume = 0 WHERE ticker = 'A'"));
    run(
        CopyJobConfiguration.newBuilder(TableId.of("d", "t$202001"), january)
            .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
            .build());
    assertThat(rows(sql("SELECT volume FROM d.t ORDER BY trade_date")))
        .containsExactly("0", "0", "9", "4");
    assertThatThrownBy(
            () ->
                run(
                    CopyJobConfiguration.newBuilder(TableId.of("d", "t$202002"), january)
                        .setWriteDisposition(WriteDisposition.WRITE_TRUNCATE)
                        .build()))
        .isInstanceOf(BigQueryException.class)
        .hasMessage(
            "Some rows belong to different partitions rather than destination partition 202002");
    run(ExtractJobConfiguration.of(t, "gs://lake/out/*.parquet", "PARQUET"));
    assertThat(gcs.objects("lake")).contains("out/000000000000.parquet");
    run(
        LoadJobConfiguration.newBuilder(
                TableId.of("d", "back"), "gs://lake/out/*", FormatOptions.parquet())
            .build());
    assertThat(rows(sql("SELECT COUNT(*), SUM(price) FROM d.back"))).containsExactly("4 4.0");
    gcs.put("lake", "bad", Files.readAllBytes(parquet(folder, ROWS.replace("4::BIGINT", "'x'"))));
    assertThatThrownBy(
            () ->
                run(
                    LoadJobConfiguration.newBuilder(t, "gs://lake/bad", FormatOptions.parquet())
                        .build()))
        .hasMessage(
            "Error while reading data, error message: Parquet column 'volume' has type STRING"
                + " which does not match the target cpp_type INT64.");
    assertThat(rows(sql("SELECT COUNT(*) FROM d.t"))).containsExactly("4");
  }

  @Test
  @DisplayName("a local file is loaded by a resumable upload in pieces")
  void upload(@TempDir Path folder) throws Exception {
    bars("t");
    Path file =
        parquet(
            folder,
            "SELECT DATE '2020-03-02' AS trade_date, uuid()::VARCHAR AS ticker, i AS volume,"
                + " random() AS price FROM range(40000) r(i)");
    assertThat(Files.size(file)).isGreaterThan(600_000);
    JobId id = JobId.newBuilder().setJob("upload-1").setLocation("US").build();
    try (TableDataWriteChannel writer =
        bigquery.writer(
            id,
            WriteChannelConfiguration.newBuilder(TableId.of("d", "t"))
                .setFormatOptions(FormatOptions.parquet())
                .build())) {
      writer.setChunkSize(256 * 1024);
      writer.write(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
    assertThat(bigquery.getJob(id).waitFor().getStatus().getError()).isNull();
    assertThat(fake.calls())
        .filteredOn(call -> call.operation().equals("bigquery.jobs.insert"))
        .hasSizeGreaterThan(2);
    assertThat(rows(sql("SELECT COUNT(*), MAX(volume) FROM d.t"))).containsExactly("40000 39999");
  }

  @Test
  @DisplayName("a job id is used once, and a lost answer does not run the job twice")
  void jobIds() throws InterruptedException {
    bars("t");
    fill("t");
    JobId id = JobId.newBuilder().setJob("once").setLocation("US").build();
    QueryJobConfiguration insert = sql("INSERT d.t SELECT * FROM d.t");
    fake.faults().at("bigquery.jobs.insert", 1, Fault.lostResponse());
    Job job = bigquery.create(JobInfo.of(id, insert)).waitFor();
    assertThat(job.getStatus().getError()).isNull();
    assertThat(rows(sql("SELECT COUNT(*) FROM d.t"))).containsExactly("6");
    fake.failNextJob("quotaExceeded", "Quota exceeded: imports per table");
    JobId next = JobId.newBuilder().setJob("next").setLocation("US").build();
    assertThat(bigquery.create(JobInfo.of(next, insert)).getStatus().getError().getReason())
        .isEqualTo("quotaExceeded");
    fake.faults().at("bigquery.jobs.query", 1, Fault.lostResponse());
    bigquery.query(sql("DELETE FROM d.t WHERE volume = 9"));
    assertThat(rows(sql("SELECT COUNT(*) FROM d.t"))).containsExactly("4");
  }

  @Test
  @DisplayName("all types come back as they went")
  void types() throws InterruptedException {
    FieldValueList row =
        bigquery
            .query(
                sql(
                    "SELECT TRUE, NUMERIC '1.50', TIMESTAMP '2020-01-06 10:00:00.000001+00', 1e3,"
                        + " CAST('ab' AS BYTES), DATE_ADD(DATE '2020-01-31', INTERVAL 1 MONTH),"
                        + " CAST('NaN' AS FLOAT64), NULL"))
            .iterateAll()
            .iterator()
            .next();
    assertThat(row.get(0).getBooleanValue()).isTrue();
    assertThat(row.get(1).getNumericValue()).isEqualByComparingTo("1.5");
    assertThat(row.get(2).getTimestampValue()).isEqualTo(1578304800000001L);
    assertThat(row.get(3).getDoubleValue()).isEqualTo(1000);
    assertThat(row.get(4).getBytesValue()).isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
    assertThat(row.get(5).getStringValue()).isEqualTo("2020-02-29");
    assertThat(row.get(6).getDoubleValue()).isNaN();
    assertThat(row.get(7).isNull()).isTrue();
  }
}
