package io.github.marketvolume.gcp;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TimePartitioning;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.market.Bar;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** BigQuery as a source and a sink, over the wire, on any runner. */
abstract class BigQueryContract {

  static final String TOKEN = "ya29.secret";

  static final LocalDate JANUARY = LocalDate.of(2020, 1, 6);
  static final LocalDate FEBRUARY = LocalDate.of(2020, 2, 3);

  private static final AtomicInteger TABLES = new AtomicInteger();

  FakeBigQuery fake;
  BigQuery bigquery;
  GoogleCloud cloud;

  /** A table that no test has used, for Spark's connector remembers them. */
  TableRef table;

  /** A runner that was told of the cloud. */
  abstract Runner runner(GoogleCloud to);

  /** The service, which may outlive a test. */
  abstract FakeBigQuery fake();

  @BeforeEach
  final void connect() {
    fake = fake();
    bigquery =
        BigQueryOptions.newBuilder()
            .setHost(fake.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    cloud = cloud(fake);
    table = TableRef.parse("p.d.t" + TABLES.incrementAndGet());
  }

  GoogleCloud cloud(FakeBigQuery at) {
    return GoogleCloud.withAccessToken(TOKEN)
        .inProject("p")
        .withBigQueryAt(at.endpoint(), at.plaintextStorageEndpoint())
        .withPlaintext(impatient());
  }

  static RetrySettings impatient() {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(1))
        .setMaxRetryDelayDuration(Duration.ofMillis(10))
        .setRetryDelayMultiplier(2)
        .setMaxAttempts(4)
        .setTotalTimeoutDuration(Duration.ofSeconds(20))
        .build();
  }

  @AfterEach
  final void nothingUnexpected() {
    fake.faults().clear();
    assertThat(fake.unexpected()).isEmpty();
  }

  static Bar bar(String ticker, LocalDate day, long volume) {
    return Bar.of(ticker, day, volume);
  }

  static BarsStage stage(Bar... bars) {
    return BarsStage.from(InMemoryBars.of(bars)).asOf(LocalDate.of(2021, 1, 1));
  }

  RunReport write(BigQuerySink sink, Bar... bars) {
    return VolumePipeline.named("write", stage(bars).into(sink)).run(runner(cloud));
  }

  List<String> query(String sql) {
    try {
      return StreamSupport.stream(
              bigquery.query(QueryJobConfiguration.of(sql)).iterateAll().spliterator(), false)
          .map(row -> row.stream().map(cell -> String.valueOf(cell.getValue())).toList())
          .map(cells -> String.join(" ", cells))
          .toList();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> content() {
    return query(
        "SELECT ticker, trade_date, volume FROM `" + table + "` ORDER BY trade_date, ticker");
  }

  /** Tables beside the table that a run has left. */
  List<String> left() {
    return StreamSupport.stream(bigquery.listTables("d").iterateAll().spliterator(), false)
        .map(t -> t.getTableId().getTable())
        .filter(name -> name.startsWith("volume_staging"))
        .toList();
  }

  @Test
  @DisplayName("a table is made as it was asked for, with what its columns mean")
  void creates() {
    TableCreation creation =
        TableCreation.byMonthAndTicker()
            .labelled("team", "volume")
            .expiringAfter(Duration.ofDays(30));
    RunReport report =
        write(BigQuerySink.replaceTable(table).creating(creation), bar("A", JANUARY, 5));
    assertThat(report.outputs())
        .containsExactly(new RunReport.Written(table + " (BigQuery, replace table)", 1));
    assertThat(content()).containsExactly("A 2020-01-06 5");
    Table made = bigquery.getTable(StagedTable.id(table));
    StandardTableDefinition definition = made.getDefinition();
    assertThat(definition.getTimePartitioning().getType()).isEqualTo(TimePartitioning.Type.MONTH);
    assertThat(definition.getTimePartitioning().getField()).isEqualTo("trade_date");
    assertThat(definition.getClustering().getFields()).containsExactly("ticker");
    assertThat(made.getLabels()).isEqualTo(Map.of("team", "volume"));
    assertThat(made.getExpirationTime())
        .isBetween(
            System.currentTimeMillis() + Duration.ofDays(29).toMillis(),
            System.currentTimeMillis() + Duration.ofDays(31).toMillis());
    Field volume = definition.getSchema().getFields().get("volume");
    assertThat(volume.getDescription()).isEqualTo("shares traded; missing where none were");
    assertThat(volume.getMode()).isEqualTo(Field.Mode.NULLABLE);
    assertThat(definition.getSchema().getFields().get("ticker").getMode())
        .isEqualTo(Field.Mode.REQUIRED);
    assertThat(left()).isEmpty();
  }

  @Test
  @DisplayName("the dataset is made too if it may be, where it was asked for")
  void createsDataset() {
    TableRef other = new TableRef(new DatasetRef("p", "made" + table.table()), "t");
    TableCreation creation = TableCreation.plain().withDatasetIn("EU");
    write(BigQuerySink.append(other).creating(creation), bar("A", JANUARY, 5));
    assertThat(bigquery.getDataset(other.dataset().dataset()).getLocation()).isEqualTo("EU");
    assertThat(query("SELECT ticker FROM `" + other + "`")).containsExactly("A");
  }

  @Test
  @DisplayName("every mode does what it says, and the same again does nothing")
  void modes() {
    TableCreation creation = TableCreation.byMonthAndTicker();
    Bar a = bar("A", JANUARY, 5);
    Bar b = bar("B", JANUARY.plusDays(1), 6);
    Bar c = bar("A", FEBRUARY, 7);
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.append(table).creating(creation), a, b, c);
      assertThat(content()).containsExactly("A 2020-01-06 5", "B 2020-01-07 6", "A 2020-02-03 7");
    }
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.append(table), a, bar("C", FEBRUARY, 8));
      assertThat(content())
          .containsExactly("A 2020-01-06 5", "B 2020-01-07 6", "A 2020-02-03 7", "C 2020-02-03 8");
    }
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.replaceMonths(table), bar("D", JANUARY.plusDays(3), 9));
      assertThat(content()).containsExactly("D 2020-01-09 9", "A 2020-02-03 7", "C 2020-02-03 8");
    }
    YearMonth january = YearMonth.of(2020, 1);
    write(BigQuerySink.replaceMonths(table, january, january.plusMonths(1)), bar("F", FEBRUARY, 3));
    assertThat(content()).as("months without rows are emptied").containsExactly("F 2020-02-03 3");
    write(BigQuerySink.replaceTable(table), bar("D", JANUARY.plusDays(3), 9), c);
    write(BigQuerySink.append(table), bar("C", FEBRUARY, 8));
    for (int time = 0; time < 2; time++) {
      write(
          BigQuerySink.merge(table, "ticker", "trade_date"),
          bar("C", FEBRUARY, 10),
          bar("E", FEBRUARY, 11));
      assertThat(content())
          .containsExactly(
              "D 2020-01-09 9", "A 2020-02-03 7", "C 2020-02-03 10", "E 2020-02-03 11");
    }
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.replaceTable(table), a);
      assertThat(content()).containsExactly("A 2020-01-06 5");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  @DisplayName("a view is made, and given another statement; a table is not taken for one")
  void views() {
    fill();
    TableRef view = table.dataset().table(table.table() + "_view");
    cloud.putView(view, "SELECT COUNT(*) AS n FROM `" + table + "`", "how many");
    assertThat(query("SELECT n FROM `" + view + "`")).containsExactly("3");
    cloud.putView(view, "SELECT SUM(volume) AS n FROM `" + table + "`", "how much");
    assertThat(query("SELECT n FROM `" + view + "`")).containsExactly("15");
    assertThat(bigquery.getTable(StagedTable.id(view)).getDescription()).isEqualTo("how much");
    assertThatThrownBy(() -> cloud.putView(table, "SELECT 1 AS x", ""))
        .isInstanceOf(SinkException.class)
        .hasMessage(table + " is a table, not a view; name another");
  }

  @Test
  @DisplayName("what a sink cannot do is said before anything is read")
  void refused() {
    query(
        "CREATE TABLE `%s` AS SELECT DATE '2020-01-06' AS trade_date, 'A' AS ticker, 'x' AS volume, 1 AS extra"
            .formatted(table));
    refuses(
        BigQuerySink.append(table),
        SinkException.class,
        table
            + " does not have the columns of the rows: it has no open FLOAT64; it has no high"
            + " FLOAT64; it has no low FLOAT64; it has no close FLOAT64; it has no adj_close"
            + " FLOAT64; volume is STRING instead of INT64; it has extra, which rows lack; alter"
            + " it, or write to another table");
    TableRef absent = table.dataset().table("absent_" + table.table());
    refuses(
        BigQuerySink.append(absent),
        SinkException.class,
        absent + " does not exist; make it, or say how with creating(...)");
    refuses(
        BigQuerySink.replaceMonths(absent).creating(TableCreation.plain()),
        SinkException.class,
        absent
            + " is not partitioned by the months of a date that every row has, so that months"
            + " cannot be replaced; partition it, or replace the table");
    refuses(
        BigQuerySink.merge(absent, "close").creating(TableCreation.plain()),
        InvalidPlanException.class,
        absent + " is merged by close, which may be missing; choose columns that every row has");
    refuses(
        BigQuerySink.merge(absent, "day").creating(TableCreation.plain()),
        InvalidPlanException.class,
        absent
            + " is merged by day, which rows lack; they have trade_date, ticker, open, high, low,"
            + " close, adj_close, volume");
    query("CREATE VIEW `%s_v` AS SELECT 1 AS x".formatted(table));
    TableRef view = table.dataset().table(table.table() + "_v");
    refuses(
        BigQuerySink.append(view),
        SinkException.class,
        view + " is a view, not a table; name another");
    TableRef elsewhere = TableRef.parse("p.nowhere.t");
    refuses(
        BigQuerySink.append(elsewhere).creating(TableCreation.plain()),
        SinkException.class,
        "p.nowhere does not exist; make the dataset, or say where with withDatasetIn(...)");
    fake.faults().at("bigquery.tables.get", 1, Fault.accessDenied());
    assertThatThrownBy(() -> write(BigQuerySink.append(table), bar("A", JANUARY, 5)))
        .isInstanceOf(SinkException.class)
        .hasMessageStartingWith(table + ": permission is missing: Access Denied:")
        .hasMessageEndingWith("; grant it to the account, or use another");
  }

  private void refuses(BigQuerySink sink, Class<? extends Exception> type, String message) {
    InMemorySink<Bar> other = new InMemorySink<>();
    assertThatThrownBy(
            () ->
                VolumePipeline.named(
                        "two",
                        stage(bar("A", JANUARY, 5)).into(sink),
                        stage(bar("B", JANUARY, 6)).into(other))
                    .run(runner(cloud)))
        .isInstanceOf(type)
        .hasMessage(message);
  }

  @Test
  @DisplayName("if another output fails, the table stays as it was")
  void together() {
    BigQuerySink sink = BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker());
    write(sink, bar("A", JANUARY, 5));
    BarsStage missing = BarsStage.from(BigQuerySource.table("p.d.absent"));
    assertThatThrownBy(
            () ->
                VolumePipeline.named(
                        "two",
                        stage(bar("B", JANUARY, 6)).into(sink),
                        missing.into(new InMemorySink<Bar>()))
                    .run(runner(cloud)))
        .isInstanceOf(SourceException.class)
        .hasMessage("p.d.absent does not exist; check its name, dataset and project");
    assertThat(content()).containsExactly("A 2020-01-06 5");
    assertThat(left()).isEmpty();
  }

  @Test
  @DisplayName("of a table no more is read than is needed")
  void readsTable() {
    fill();
    int before = fake.calls().size();
    BarsStage bars =
        BarsStage.from(BigQuerySource.table(table)).asOf(LocalDate.of(2021, 1, 1)).from(FEBRUARY);
    assertThat(bars.collect(runner(cloud)))
        .extracting(bar -> bar.ticker() + " " + bar.tradeDate() + " " + bar.volume().orElse(-1))
        .containsExactly("A 2020-02-03 8", "B 2020-02-03 -1");
    assertThat(
            bars.measure(VOLUME.total().over(bars(1)).as("before"))
                .collect(runner(cloud))
                .get(0)
                .toString())
        .as("the look-back is read too")
        .contains("7");
    assertThat(fake.calls().subList(before, fake.calls().size()))
        .extracting(Call::operation)
        .contains("BigQueryRead.CreateReadSession", "BigQueryRead.ReadRows")
        .doesNotContain("bigquery.tabledata.list");
  }

  private void fill() {
    query(
        "CREATE TABLE `%s` AS SELECT DATE '2020-01-06' AS Trade_Date, 'A' AS TICKER, 7 AS volume, NUMERIC '1.25' AS close, 'x' AS note UNION ALL SELECT DATE '2020-02-03', 'A', 8, NUMERIC '2.5', 'y' UNION ALL SELECT DATE '2020-02-03', 'B', NULL, NULL, NULL"
            .formatted(table));
  }

  @Test
  @DisplayName("prices may be NUMERIC, names of either case, further columns are left alone")
  void readsTypes() {
    fill();
    Bar first = BarsStage.from(BigQuerySource.table(table)).collect(runner(cloud)).get(0);
    assertThat(first.close()).hasValue(1.25);
    assertThat(first.open()).isEmpty();
    assertThat(first.ticker()).hasToString("A");
  }

  @Test
  @DisplayName("a view and a query are run, and their result is read")
  void readsViewsAndQueries() {
    fill();
    query(
        "CREATE VIEW `%1$s_v` AS SELECT Trade_Date AS trade_date, TICKER AS ticker, volume * 2 AS volume FROM `%1$s`"
            .formatted(table));
    BarsStage view = BarsStage.from(BigQuerySource.table(table + "_v")).to(JANUARY);
    assertThat(view.collect(runner(cloud))).extracting(Bar::toString).hasSize(1);
    assertThat(view.collect(runner(cloud)).get(0).volume()).hasValue(14);
    BigQuerySource query =
        BigQuerySource.query(
            "p",
            "SELECT Trade_Date AS trade_date, TICKER AS ticker, volume + 1 AS volume FROM `%s`"
                .formatted(table));
    assertThat(BarsStage.from(query).from(FEBRUARY).collect(runner(cloud)).get(0).volume())
        .hasValue(9);
    assertThat(query.describe()).startsWith("\"SELECT Trade_Date AS trade_date, ");
  }

  @Test
  @DisplayName("a table that has no bars is refused, column by column")
  void unfit() {
    query("CREATE TABLE `%s` AS SELECT 'A' AS ticker, 5 AS volume".formatted(table));
    assertThatThrownBy(() -> BarsStage.from(BigQuerySource.table(table)).collect(runner(cloud)))
        .isInstanceOf(SourceException.class)
        .hasMessage(table + ": column trade_date is missing; name it so by a view or a query");
    query(
        "CREATE TABLE `%s_s` AS SELECT '2020-01-06' AS trade_date, 'A' AS ticker, 5 AS volume"
            .formatted(table));
    assertThatThrownBy(
            () -> BarsStage.from(BigQuerySource.table(table + "_s")).collect(runner(cloud)))
        .isInstanceOf(SourceException.class)
        .hasMessage(table + "_s: column trade_date is of type STRING; it must be DATE");
    fake.failNextJob("invalidQuery", "Syntax error: Unexpected keyword FROM at [1:8]");
    assertThatThrownBy(
            () -> BarsStage.from(BigQuerySource.query("p", "SELECT 1")).collect(runner(cloud)))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "\"SELECT 1\": BigQuery refuses it: Syntax error: Unexpected keyword FROM at [1:8]");
  }

  @Test
  @DisplayName("no secret is in a plan, a report or an error")
  void secrets() {
    BigQuerySink sink = BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker());
    VolumePipeline pipeline =
        VolumePipeline.named("secret", stage(bar("A", JANUARY, 5)).into(sink));
    RunReport report = pipeline.run(runner(cloud));
    assertThat(pipeline.explain() + report + report.toJson() + cloud).doesNotContain(TOKEN);
    fake.faults().from("bigquery.tables.get", 1, Fault.unauthorized());
    assertThatThrownBy(() -> pipeline.run(runner(cloud)))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            table
                + ": there are no valid credentials; run 'gcloud auth application-default login',"
                + " or name a key with GOOGLE_APPLICATION_CREDENTIALS")
        .hasStackTraceContaining("at ")
        .satisfies(
            e -> {
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain(TOKEN);
              }
            });
  }
}
