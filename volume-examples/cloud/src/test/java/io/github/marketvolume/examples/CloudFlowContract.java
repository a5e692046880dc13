package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardTableDefinition;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole flow: a file of prices, kept in a lake as it is, its bars as Parquet beside it, from
 * them the outputs, in the lake and in tables and views of a warehouse; and the same numbers as on
 * this machine.
 */
abstract class CloudFlowContract {

  private static final List<String> OUTPUTS =
      List.of("ticker_daily", "anomalies", "leaderboard", "market_daily", "shocks", "rejected");

  private static final Pattern FIELD =
      Pattern.compile(
          "\\{\"name\": \"(.*?)\", \"type\": \"(.*?)\", \"mode\": \"(.*?)\", \"description\":"
              + " \"(.*?)\"}");

  @TempDir private Path folder;

  FakeGcs gcs;
  FakeBigQuery warehouse;
  private BigQuery bigquery;
  private Path token;

  /** What the runner needs besides. */
  abstract List<String> options();

  /** Where the Storage API is, for this runner. */
  abstract String storageApi();

  @BeforeEach
  final void start() throws IOException {
    FakeBigQuery.trustInThisProcess();
    gcs = FakeGcs.start().bucket("lake", "EU");
    warehouse = FakeBigQuery.start(gcs).dataset("p", "market", "EU");
    bigquery =
        BigQueryOptions.newBuilder()
            .setHost(warehouse.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    token = Files.writeString(folder.resolve("token"), "ya29.secret\n");
    System.setProperty("sp500.storage", gcs.endpoint());
    System.setProperty("sp500.bigquery", warehouse.endpoint());
    System.setProperty("sp500.bigquery.storage", storageApi());
  }

  @AfterEach
  final void stop() {
    List.of("sp500.storage", "sp500.bigquery", "sp500.bigquery.storage")
        .forEach(System::clearProperty);
    List<String> unexpected = new ArrayList<>(gcs.unexpected());
    unexpected.addAll(warehouse.unexpected());
    warehouse.close();
    gcs.close();
    assertThat(unexpected).isEmpty();
  }

  /** Runs the application with these arguments, which must succeed, and returns what it prints. */
  String run(List<String> args) throws Exception {
    return runHere(args);
  }

  private static String runHere(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Sp500.run(
            new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    assertThat(exitCode).as(err + "\n" + out).isZero();
    return out.toString();
  }

  private String runInCloud(String... arguments) throws Exception {
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(List.of(arguments));
    args.addAll(List.of("--warehouse", "p.market", "--credentials", token.toString()));
    args.addAll(options());
    return run(args);
  }

  /** Prices that are made up. */
  Path prices() throws IOException {
    return ToyPrices.write(folder);
  }

  final Path folder() {
    return folder;
  }

  @Test
  void theCloud_hasWhatThisMachineHas_alsoWhenItIsRunAgain() throws Exception {
    Path prices = prices();
    runHere(
        List.of(
            "run", "--input", prices.toString(), "--output", folder.resolve("here").toString()));

    String printed = runInCloud("--input", prices.toString(), "--lake", "gs://lake");

    assertThat(printed).contains("p.market.ticker_daily (BigQuery, replace table)");
    assertThat(printed).doesNotContain("ya29");
    requireEqual();
    List<String> raw = raw();
    assertThat(raw)
        .singleElement()
        .asString()
        .matches("raw/ingested=\\d{4}-\\d\\d-\\d\\d/[0-9a-f]{16}/" + prices.getFileName());
    assertThat(gcs.bytes("lake", raw.get(0))).contains(Files.readAllBytes(prices));
    assertThat(gcs.objects("lake"))
        .contains("sp500/run.json")
        .anyMatch(name -> name.startsWith("bars/") && name.endsWith(".parquet"));
    assertThat(views())
        .containsExactly(
            "v_anomalies",
            "v_largest_volume_per_day",
            "v_market_daily",
            "v_shocks",
            "v_top10_tickers",
            "v_total_volume_per_day");
    assertThat(count("v_top10_tickers")).isEqualTo(10);
    assertThat(count("v_total_volume_per_day")).isEqualTo(count("market_daily"));
    assertThat(count("v_market_daily")).isEqualTo(count("market_daily"));
    requireShocks(prices);

    for (String output : OUTPUTS) {
      assertThat(columns(output)).as(output).isEqualTo(terraformColumns(output));
    }

    runInCloud("--input", prices.toString(), "--lake", "gs://lake", "--overwrite");
    requireEqual();
    assertThat(raw()).as("nothing new came").isEqualTo(raw);

    String object = "gs://lake/" + raw.get(0);
    runInCloud("--input", object, "--output", "gs://lake/part", "--from", "2020-06-01");
    assertThat(count("ticker_daily")).isEqualTo(localCount("ticker_daily"));
    assertThat(tables()).noneMatch(name -> name.startsWith("volume_staging"));
  }

  /** What the views say of shocks is what {@code sp500 shocks} says, and what the tables have. */
  private void requireShocks(Path prices) throws InterruptedException {
    String told =
        runHere(
            List.of(
                "shocks",
                "--input",
                prices.toString(),
                "--output",
                folder.resolve("shocks").toString()));
    List<String> sentences = told.lines().filter(line -> line.contains(", rank ")).toList();
    assertThat(sentences).hasSizeGreaterThan(2);
    assertThat(query("SELECT sentence FROM `p.market.v_shocks` ORDER BY start_date"))
        .isEqualTo(sentences);

    String days =
        "SELECT shock_start_date, MIN(trade_date), MAX(trade_date), COUNT(*), MAX(shock_score),"
            + " COUNTIF(level IN ('SHOCK', 'SEVERE')), SUM(volume_in_shock) - SUM(total_volume)"
            + " FROM `p.market.v_market_daily` WHERE in_shock GROUP BY shock_start_date ORDER BY 1";
    String shocks =
        "SELECT start_date, start_date AS first_day, end_date, sessions, score, flagged_days, 0"
            + " FROM `p.market.v_shocks` ORDER BY 1";
    assertThat(query(days)).isEqualTo(query(shocks));
    assertThat(
            query(
                "SELECT COUNT(*) FROM `p.market.v_market_daily` WHERE NOT in_shock"
                    + " AND (level IN ('SHOCK', 'SEVERE') OR volume_in_shock IS NOT NULL)"))
        .containsExactly("0");
  }

  private List<String> raw() {
    return gcs.objects("lake").stream().filter(name -> name.startsWith("raw/")).toList();
  }

  private List<String> columns(String output) {
    StandardTableDefinition table = bigquery.getTable("market", output).getDefinition();
    return table.getSchema().getFields().stream()
        .map(
            field ->
                String.join(
                    " ",
                    field.getName(),
                    field.getType().name(),
                    field.getMode().name(),
                    field.getDescription()))
        .toList();
  }

  /** The columns of the table that Terraform makes. */
  private static List<String> terraformColumns(String output) throws IOException {
    String json = Files.readString(Path.of("../../terraform/schemas/" + output + ".json"));
    return FIELD
        .matcher(json)
        .results()
        .map(
            field ->
                String.join(" ", field.group(1), field.group(2), field.group(3), field.group(4)))
        .toList();
  }

  private void requireEqual() throws Exception {
    Path lake = Files.createDirectories(folder.resolve("lake" + System.nanoTime()));
    for (String name : gcs.objects("lake")) {
      if (name.startsWith("sp500/") && name.endsWith(".parquet")) {
        Path file = lake.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, gcs.bytes("lake", name).orElseThrow());
      }
    }
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String output : OUTPUTS) {
        String here = "'" + folder.resolve("here").resolve(output) + "/*.parquet'";
        String there = "'" + lake.resolve("sp500").resolve(output) + "/*.parquet'";
        assertThat(differences(database, here, there)).as(output).isZero();
        assertThat(differences(database, there, here)).as(output).isZero();
        assertThat(count(output)).as(output).isEqualTo(localCount(output));
      }
      assertThat(sums()).isEqualTo(localSums(database));
    }
  }

  /** Rows of one that the other lacks; where a file came from differs. */
  private static long differences(Connection database, String one, String other)
      throws SQLException {
    String columns = "* exclude (origin)";
    String all = one.contains("/rejected/") ? columns : "*";
    return number(
        database,
        "select count(*) from (select %s from %s except all select %s from %s)"
            .formatted(all, one, all, other));
  }

  private static long number(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private long localCount(String output) throws SQLException {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:")) {
      return number(
          database,
          "select count(*) from '" + folder.resolve("here").resolve(output) + "/*.parquet'");
    }
  }

  private static final String SUMS =
      "SELECT COUNT(*), SUM(volume), SUM(rank_on_day), COUNT(mean_252), COUNT(modified_z_60),"
          + " COUNT(DISTINCT ticker), MAX(modified_z_60), MIN(zscore_20) FROM ";

  private List<String> localSums(Connection database) throws SQLException {
    List<String> cells = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                SUMS + "'" + folder.resolve("here/ticker_daily") + "/*.parquet'")) {
      row.next();
      for (int k = 1; k <= row.getMetaData().getColumnCount(); k++) {
        cells.add(row.getString(k));
      }
    }
    return cells;
  }

  private List<String> sums() throws InterruptedException {
    return rows(SUMS + "`p.market.ticker_daily`").get(0);
  }

  private long count(String table) throws InterruptedException {
    return Long.parseLong(query("SELECT COUNT(*) FROM `p.market." + table + "`").get(0));
  }

  /** The rows of a statement's result, a line each. */
  private List<String> query(String sql) throws InterruptedException {
    return rows(sql).stream().map(row -> String.join(" | ", row)).toList();
  }

  private List<List<String>> rows(String sql) throws InterruptedException {
    List<List<String>> rows = new ArrayList<>();
    for (FieldValueList row : bigquery.query(QueryJobConfiguration.of(sql)).iterateAll()) {
      rows.add(row.stream().map(cell -> String.valueOf(cell.getValue())).toList());
    }
    return rows;
  }

  private List<String> tables() {
    List<String> names = new ArrayList<>();
    bigquery
        .listTables("market")
        .iterateAll()
        .forEach(table -> names.add(table.getTableId().getTable()));
    return names;
  }

  private List<String> views() {
    try (Stream<String> names = tables().stream()) {
      return names.filter(name -> name.startsWith("v_")).sorted().toList();
    }
  }
}
