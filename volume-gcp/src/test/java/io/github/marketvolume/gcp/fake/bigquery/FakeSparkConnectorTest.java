package io.github.marketvolume.gcp.fake.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the unmodified connectors of Spark see. Tables have names of their own, for it caches. */
class FakeSparkConnectorTest {

  private static FakeGcs gcs;
  private static FakeBigQuery fake;
  private static BigQuery bigquery;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    FakeBigQuery.trustInThisProcess();
    gcs = FakeGcs.start().bucket("spark", "US");
    fake = FakeBigQuery.start(gcs).dataset("p", "d", "US");
    bigquery = FakeBigQueryTest.client(fake);
    spark =
        SparkSession.builder()
            .appName("volume-gcp fakes")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate()
            .newSession();
    Map.of(
            "fs.gs.impl", "com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem",
            "fs.gs.storage.root.url", gcs.endpoint() + "/",
            "fs.gs.project.id", "p",
            "fs.gs.auth.service.account.enable", "false",
            "fs.gs.auth.null.enable", "true",
            "fs.gs.impl.disable.cache", "true",
            // The connector looks for its files once more when the process ends, after the fake.
            "fs.gs.http.max.retry", "1")
        .forEach(spark.sparkContext().hadoopConfiguration()::set);
  }

  @AfterAll
  static void stop() {
    // The connector cleans up when the application ends.
    spark.stop();
    fake.close();
    gcs.close();
  }

  @AfterEach
  void expected() {
    assertThat(fake.unexpected()).isEmpty();
    assertThat(gcs.unexpected()).isEmpty();
  }

  private static Map<String, String> options() {
    return Map.of(
        "parentProject", "p",
        "project", "p",
        "gcpAccessToken", "none",
        "bigQueryHttpEndpoint", fake.endpoint(),
        "bigQueryStorageGrpcEndpoint", fake.storageEndpoint(),
        "viewsEnabled", "true",
        "materializationDataset", "d",
        "temporaryGcsBucket", "spark");
  }

  private static Dataset<Row> bars(String ticker) {
    String rows =
        "select date '2020-01-06' trade_date, '%1$s' ticker, 5L volume, 1.5D price, timestamp"
            + " '2020-01-06 10:00:00' seen, cast(1.25 as decimal(38,9)) n, true b union all"
            + " select date '2020-02-03', '%1$s', 7L, null, null, null, null";
    return spark.sql(rows.formatted(ticker));
  }

  private static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private static List<String> query(String sql) throws InterruptedException {
    return StreamSupport.stream(
            bigquery.query(QueryJobConfiguration.of(sql)).iterateAll().spliterator(), false)
        .map(row -> String.valueOf(row.get(0).getValue()))
        .toList();
  }

  private static Dataset<Row> read(String table) {
    return spark.read().format("bigquery").options(options()).load(table);
  }

  private static final List<String> BARS =
      List.of(
          "[2020-01-06,A,5,1.5,2020-01-06 10:00:00.0,1.250000000,true]",
          "[2020-02-03,A,7,null,null,null,null]");

  @Test
  @DisplayName("gs:// - Parquet is written, read and overwritten")
  void parquet() {
    String path = "gs://spark/bars";
    bars("A").write().partitionBy("ticker").parquet(path);
    assertThat(spark.read().parquet(path).count()).isEqualTo(2);
    bars("B").write().mode(SaveMode.Overwrite).partitionBy("ticker").parquet(path);
    assertThat(spark.read().parquet(path).select("ticker").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("B");
    assertThat(gcs.objects("spark")).contains("bars/_SUCCESS");
  }

  @Test
  @DisplayName("a direct append makes the table, adds to it, and is read back with a filter")
  void directAppend() throws Exception {
    bars("A")
        .write()
        .format("bigquery")
        .options(options())
        .option("writeMethod", "direct")
        .mode(SaveMode.Append)
        .save("p.d.appended");
    assertThat(rows(read("p.d.appended"))).isEqualTo(BARS);
    assertThat(rows(read("p.d.appended").where("trade_date >= date '2020-02-01'").select("volume")))
        .containsExactly("[7]");
    assertThat(fake.calls()).extracting(Call::operation).contains("BigQueryRead.ReadRows");
    bars("B")
        .write()
        .format("bigquery")
        .options(options())
        .option("writeMethod", "direct")
        .mode(SaveMode.Append)
        .save("p.d.appended");
    assertThat(query("SELECT COUNT(*) FROM d.appended")).containsExactly("4");
  }

  @Test
  @DisplayName("a direct overwrite replaces all rows at once")
  void directOverwrite() throws Exception {
    for (String ticker : List.of("A", "B")) {
      bars(ticker)
          .write()
          .format("bigquery")
          .options(options())
          .option("writeMethod", "direct")
          .mode(SaveMode.Overwrite)
          .save("p.d.overwritten");
    }
    assertThat(query("SELECT DISTINCT ticker FROM d.overwritten")).containsExactly("B");
    assertThat(query("SELECT COUNT(*) FROM d.overwritten")).containsExactly("2");
  }

  @Test
  @DisplayName("an indirect write goes by way of the storage and a load job")
  void indirect() throws Exception {
    for (String ticker : List.of("A", "B")) {
      bars(ticker)
          .write()
          .format("bigquery")
          .options(options())
          .option("writeMethod", "indirect")
          .option("partitionField", "trade_date")
          .option("partitionType", "MONTH")
          .option("clusteredFields", "ticker")
          .mode(SaveMode.Overwrite)
          .save("p.d.indirect");
    }
    assertThat(query("SELECT DISTINCT ticker FROM d.indirect")).containsExactly("B");
    assertThat(rows(read("p.d.indirect").select("volume"))).containsExactly("[5]", "[7]");
    assertThat(gcs.calls()).extracting(Call::operation).contains("storage.objects.insert");
    assertThat(fake.calls()).extracting(Call::operation).contains("bigquery.jobs.insert");
  }

  @Test
  @DisplayName("a dynamic overwrite replaces the partitions that it has rows of")
  void dynamicOverwrite() throws Exception {
    bigquery.create(
        TableInfo.of(
            TableId.of("p", "d", "dynamic"),
            StandardTableDefinition.newBuilder()
                .setSchema(
                    Schema.of(
                        Field.of("trade_date", StandardSQLTypeName.DATE),
                        Field.of("ticker", StandardSQLTypeName.STRING),
                        Field.of("volume", StandardSQLTypeName.INT64)))
                .setTimePartitioning(
                    TimePartitioning.newBuilder(TimePartitioning.Type.MONTH)
                        .setField("trade_date")
                        .build())
                .build()));
    query("INSERT d.dynamic VALUES (DATE '2020-01-02', 'O', 1), (DATE '2020-03-02', 'O', 2)");
    spark.conf().set("spark.sql.sources.partitionOverwriteMode", "DYNAMIC");
    try {
      bars("N")
          .select("trade_date", "ticker", "volume")
          .write()
          .format("bigquery")
          .options(options())
          .option("writeMethod", "indirect")
          .option("partitionField", "trade_date")
          .option("partitionType", "MONTH")
          .mode(SaveMode.Overwrite)
          .save("p.d.dynamic");
    } finally {
      spark.conf().unset("spark.sql.sources.partitionOverwriteMode");
    }
    assertThat(query("SELECT CONCAT(ticker, CAST(volume AS STRING)) x FROM d.dynamic ORDER BY x"))
        .containsExactly("N5", "N7", "O2");
  }

  @Test
  @DisplayName("views and queries are read by way of a result table")
  void views() throws Exception {
    query("CREATE TABLE d.base AS SELECT 'A' AS ticker, 5 AS volume UNION ALL SELECT 'B', 7");
    query("CREATE VIEW d.doubled AS SELECT ticker, volume * 2 AS twice FROM `p.d.base`");
    assertThat(rows(read("p.d.doubled"))).containsExactly("[A,10]", "[B,14]");
    assertThat(
            rows(
                spark
                    .read()
                    .format("bigquery")
                    .options(options())
                    .option("query", "SELECT SUM(volume) AS s FROM `p.d.base`")
                    .load()))
        .containsExactly("[12]");
  }
}
