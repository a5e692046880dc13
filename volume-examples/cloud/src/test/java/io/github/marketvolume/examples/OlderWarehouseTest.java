package io.github.marketvolume.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableResult;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A warehouse whose tables lack columns that were added later, as docs/upgrade.md tells of it. */
class OlderWarehouseTest {

  private static final TableId ANOMALIES = TableId.of("p", "market", "anomalies");
  private static final String ADDED = "stock_specific_score";

  @TempDir private Path folder;

  private FakeBigQuery warehouse;
  private BigQuery bigquery;
  private Path prices;
  private int runs;

  @BeforeEach
  void fill() throws IOException {
    FakeBigQuery.trustInThisProcess();
    warehouse = FakeBigQuery.start().dataset("p", "market", "EU");
    bigquery =
        BigQueryOptions.newBuilder()
            .setHost(warehouse.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    System.setProperty("sp500.bigquery", warehouse.endpoint());
    System.setProperty("sp500.bigquery.storage", warehouse.storageEndpoint());
    prices = ToyPrices.write(folder);
    assertThat(run()).startsWith("0");

    Table anomalies = bigquery.getTable(ANOMALIES);
    StandardTableDefinition definition = anomalies.getDefinition();
    List<Field> fields = new ArrayList<>(definition.getSchema().getFields());
    fields.removeIf(field -> field.getName().equals(ADDED));
    anomalies.delete();
    bigquery.create(
        anomalies.toBuilder()
            .setDefinition(definition.toBuilder().setSchema(Schema.of(fields)).build())
            .build());
    bigquery.delete(TableId.of("p", "market", "shocks"));
  }

  @AfterEach
  void stop() {
    List.of("sp500.bigquery", "sp500.bigquery.storage").forEach(System::clearProperty);
    warehouse.close();
  }

  /** Runs the application, and returns its exit code and what it says on standard error. */
  private String run(String... options) throws IOException {
    StringWriter err = new StringWriter();
    List<String> args = new ArrayList<>(List.of("run", "--input", prices.toString()));
    args.addAll(List.of("--output", folder.resolve("out" + runs++).toString()));
    args.addAll(List.of("--warehouse", "p.market", "--credentials"));
    args.add(Files.writeString(folder.resolve("token"), "ya29.secret\n").toString());
    args.addAll(List.of(options));
    int exitCode =
        Sp500.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            args.toArray(String[]::new));
    return exitCode + " " + err;
  }

  private TableResult ask(String sql) throws InterruptedException {
    return bigquery.query(QueryJobConfiguration.of(sql));
  }

  @Test
  void aRun_failsBeforeItChangesAnything_untilTheColumnIsThere() throws Exception {
    for (String[] options : List.of(new String[0], new String[] {"--from", "2020-06-01"})) {
      assertThat(run(options))
          .startsWith("1")
          .contains(
              "sp500: p.market.anomalies does not have the columns of the rows: it has no"
                  + " stock_specific_score FLOAT64; alter it, or write to another table");
    }
    assertThat(bigquery.getTable(TableId.of("p", "market", "shocks"))).isNull();
    assertThat(folder.resolve("out1")).doesNotExist();

    Table anomalies = bigquery.getTable(ANOMALIES);
    StandardTableDefinition definition = anomalies.getDefinition();
    List<Field> fields = new ArrayList<>(definition.getSchema().getFields());
    fields.add(Field.of(ADDED, StandardSQLTypeName.FLOAT64));
    bigquery.update(
        anomalies.toBuilder()
            .setDefinition(definition.toBuilder().setSchema(Schema.of(fields)).build())
            .build());
    assertThat(run()).startsWith("0");
    assertThat(
            ask("SELECT COUNT(" + ADDED + ") > 100 FROM `p.market.anomalies`")
                .iterateAll()
                .iterator()
                .next()
                .get(0)
                .getBooleanValue())
        .isTrue();
    assertThat(ask("SELECT sentence FROM `p.market.v_shocks`").getTotalRows()).isGreaterThan(2);
  }
}
