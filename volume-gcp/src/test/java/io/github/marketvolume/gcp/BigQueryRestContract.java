package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.DatasetDeleteOption;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.TimePartitioning;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What BigQuery's REST API does where nothing breaks, whoever plays it: what this module's sinks
 * and sources ask of it, by themselves where that is possible. The Storage API, by which they read
 * rows, is no part of it.
 */
abstract class BigQueryRestContract {

  /** What BigQuery does, and a server that stands in for it may not. */
  enum Gap {
    /** It refuses a dataset that is there with 409, {@code duplicate}. */
    DUPLICATE_DATASET,
    /** It refuses the id of a job that is there with 409, {@code duplicate}. */
    DUPLICATE_JOB,
    /** It says why a statement failed: {@code notFound}, {@code invalidQuery}. */
    REASONS_OF_STATEMENTS,
    /** It refuses to merge two rows into one. */
    AMBIGUOUS_MERGES,
    /** It takes no null in a column that is REQUIRED. */
    REQUIRED_COLUMNS,
    /** It loads Parquet, without being told the columns of a table that is there. */
    PARQUET_LOADS,
    /** It takes several dates as one parameter. */
    ARRAYS_OF_DATES,
    /** It answers by the statement that a view was last given. */
    ALTERED_VIEWS,
    /** It says, of a dry run, which columns would come. */
    COLUMNS_OF_DRY_RUNS
  }

  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 6);
  private static final LocalDate FEBRUARY = LocalDate.of(2020, 2, 3);

  private static final Path VIEWS = Path.of("../terraform/templates/views");

  private final String suffix = UUID.randomUUID().toString().replace('-', '_');
  private final DatasetRef dataset = new DatasetRef("p", "d_" + suffix);

  /** Its name is used once: bigquery-emulator lists the rows of the first table of a name. */
  private final TableRef table = dataset.table("bars_" + suffix);

  private GoogleCloud cloud;
  private LocalRunner runner;
  private BigQuery bigquery;

  /** The address of the REST API, such as {@code http://127.0.0.1:1234}. */
  abstract String endpoint();

  /**
   * What the server is known not to do, and what is said, among other things, where it is asked to.
   */
  abstract Map<Gap, String> gaps();

  @BeforeEach
  final void makeDataset() {
    cloud =
        GoogleCloud.withAccessToken("none")
            .inProject("p")
            .withBigQueryAt(endpoint(), "")
            .withPlaintext(BigQueryContract.impatient());
    runner = cloud.on(LocalRunner.create());
    bigquery = cloud.bigQuery();
    bigquery.create(DatasetInfo.newBuilder("p", dataset.dataset()).setLocation("EU").build());
  }

  /** Checks what BigQuery does; where the server is known not to do it, that it still does not. */
  private void unless(Gap gap, ThrowingCallable check) throws Throwable {
    if (gaps().containsKey(gap)) {
      assertThat(catchThrowable(check))
          .as("%s is known to fail; strike it out", gap)
          .isNotNull()
          .hasMessageContaining(gaps().get(gap));
    } else {
      check.call();
    }
  }

  /**
   * The sink, but for how rows get beside the table: by a statement, not by a load job. How they
   * become part of it is the sink's own doing.
   */
  private record ByStatement(GoogleCloud cloud, BigQuerySink sink) implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(
        Iterator<T> rows, io.github.marketvolume.io.Schema<T> schema, RunContext context) {
      BigQuery client = cloud.bigQuery();
      StagedTable staged = StagedTable.create(client, cloud.pause(), sink, schema, context);
      List<String> values = new ArrayList<>();
      rows.forEachRemaining(
          row ->
              values.add(
                  schema.columns().stream()
                      .map(column -> literal(column.valueOn(row)))
                      .collect(Collectors.joining(", ", "(", ")"))));
      ask(
          client,
          "INSERT INTO `%s` (%s) VALUES %s"
              .formatted(
                  staged.staging(), String.join(", ", schema.names()), String.join(", ", values)));
      staged.count();
      return staged;
    }

    private static String literal(Object cell) {
      return cell instanceof LocalDate
          ? "DATE '" + cell + "'"
          : cell instanceof String ? "'" + cell + "'" : String.valueOf(cell);
    }

    @Override
    public String describe() {
      return sink.describe();
    }
  }

  private static TableResult ask(BigQuery client, String sql) {
    try {
      return client.query(QueryJobConfiguration.of(sql));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(Iterable<FieldValueList> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                row.stream()
                    .map(cell -> String.valueOf(cell.getValue()))
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private List<String> query(String sql) {
    return lines(ask(bigquery, sql.replace("$", table.toString())).iterateAll());
  }

  private static BarsStage stage(Bar... bars) {
    return BarsStage.from(InMemoryBars.of(bars)).asOf(LocalDate.of(2021, 1, 1));
  }

  private RunReport write(BigQuerySink sink, Bar... bars) {
    return VolumePipeline.named("write", stage(bars).into(new ByStatement(cloud, sink)))
        .run(runner);
  }

  private List<String> content() {
    return query("SELECT ticker, trade_date, volume FROM `$` ORDER BY trade_date, ticker");
  }

  /** Makes the table, with three rows of two months. */
  private void fill() {
    write(
        BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker()),
        Bar.of("A", JANUARY, 5),
        Bar.of("B", JANUARY.plusDays(1), 6),
        Bar.of("A", FEBRUARY, 7));
  }

  private List<String> tables() {
    return StreamSupport.stream(
            bigquery.listTables(dataset.dataset()).iterateAll().spliterator(), false)
        .map(one -> one.getTableId().getTable())
        .toList();
  }

  private static TableInfo plain(TableId id) {
    return TableInfo.of(
        id, StandardTableDefinition.of(Schema.of(Field.of("x", StandardSQLTypeName.INT64))));
  }

  private static void refuses(int status, String reason, ThrowingCallable request) {
    BigQueryException e = catchThrowableOfType(BigQueryException.class, request);
    assertThat(e).isNotNull();
    assertThat(e.getCode() + " " + e.getReason()).isEqualTo(status + " " + reason);
  }

  @Test
  void aDataset_isMadeWithATable_whereItWasAskedFor() {
    TableRef other = new TableRef(new DatasetRef("p", dataset.dataset() + "_us"), "t");
    assertThat(bigquery.getDataset(other.dataset().dataset())).isNull();
    write(
        BigQuerySink.append(other).creating(TableCreation.plain().withDatasetIn("US")),
        Bar.of("A", JANUARY, 5));
    assertThat(bigquery.getDataset(other.dataset().dataset()).getLocation()).isEqualTo("US");
    assertThat(query("SELECT ticker FROM `" + other + "`")).containsExactly("A");
  }

  @Test
  void aDatasetThatIsThere_isNotMadeAgain() throws Throwable {
    DatasetInfo again = DatasetInfo.newBuilder("p", dataset.dataset()).build();
    assertThatThrownBy(() -> bigquery.create(again)).isInstanceOf(BigQueryException.class);
    assertThat(bigquery.getDataset(dataset.dataset()).getLocation()).isEqualTo("EU");
    unless(Gap.DUPLICATE_DATASET, () -> refuses(409, "duplicate", () -> bigquery.create(again)));
  }

  @Test
  void aDataset_isDeletedEmpty_orWithAllThatIsInIt() {
    fill();
    refuses(400, "resourceInUse", () -> bigquery.delete(dataset.dataset()));
    assertThat(tables()).containsExactly(table.table());
    assertThat(bigquery.delete(dataset.dataset(), DatasetDeleteOption.deleteContents())).isTrue();
    assertThat(bigquery.getDataset(dataset.dataset())).isNull();
    assertThat(bigquery.getTable(StagedTable.id(table))).isNull();
  }

  @Test
  void aTable_hasWhatItWasMadeWith() {
    TableCreation creation =
        TableCreation.byMonthAndTicker()
            .labelled("team", "volume")
            .expiringAfter(Duration.ofDays(30));
    RunReport report =
        write(BigQuerySink.replaceTable(table).creating(creation), Bar.of("A", JANUARY, 5));
    assertThat(report.outputs())
        .containsExactly(new RunReport.Written(table + " (BigQuery, replace table)", 1));
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
    assertThat(made.getNumRows()).isEqualTo(1);
    assertThat(definition.getSchema().getFields())
        .extracting(
            field ->
                field.getName() + " " + field.getType().getStandardType() + " " + field.getMode())
        .startsWith("trade_date DATE REQUIRED", "ticker STRING REQUIRED", "open FLOAT64 NULLABLE")
        .endsWith("volume INT64 NULLABLE");
    assertThat(definition.getSchema().getFields().get("volume").getDescription())
        .isEqualTo("shares traded; missing where none were");
  }

  @Test
  void aTable_isThereOnce_untilItIsDeleted() {
    fill();
    TableId id = StagedTable.id(table);
    refuses(409, "duplicate", () -> bigquery.create(plain(id)));
    assertThat(content()).hasSize(3);
    assertThat(bigquery.delete(id)).isTrue();
    assertThat(bigquery.delete(id)).isFalse();
    assertThat(bigquery.getTable(id)).isNull();
    assertThat(tables()).isEmpty();
  }

  @Test
  void aTable_isNotMadeWhereThereIsNoDataset() {
    TableId nowhere = TableId.of("p", dataset.dataset() + "_absent", "t");
    assertThat(bigquery.getTable(nowhere)).isNull();
    refuses(404, "notFound", () -> bigquery.create(plain(nowhere)));
    assertThatThrownBy(() -> write(BigQuerySink.append(table), Bar.of("A", JANUARY, 5)))
        .isInstanceOf(SinkException.class)
        .hasMessage(table + " does not exist; make it, or say how with creating(...)");
  }

  @Test
  void append_addsWhatTheTableDoesNotHave() {
    fill();
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.append(table), Bar.of("A", JANUARY, 5), Bar.of("C", FEBRUARY, 8));
      assertThat(content())
          .containsExactly("A 2020-01-06 5", "B 2020-01-07 6", "A 2020-02-03 7", "C 2020-02-03 8");
    }
    assertThat(tables()).containsExactly(table.table());
  }

  @Test
  void replaceTable_leavesNothingElse() {
    fill();
    for (int time = 0; time < 2; time++) {
      write(BigQuerySink.replaceTable(table), Bar.of("D", FEBRUARY, 9));
      assertThat(content()).containsExactly("D 2020-02-03 9");
    }
    assertThat(tables()).containsExactly(table.table());
  }

  @Test
  void merge_replacesByKey() {
    fill();
    for (int time = 0; time < 2; time++) {
      write(
          BigQuerySink.merge(table, "ticker", "trade_date"),
          Bar.of("A", FEBRUARY, 10),
          Bar.of("E", FEBRUARY, 11));
      assertThat(content())
          .containsExactly(
              "A 2020-01-06 5", "B 2020-01-07 6", "A 2020-02-03 10", "E 2020-02-03 11");
    }
    assertThat(tables()).containsExactly(table.table());
  }

  @Test
  void replaceMonths_leavesOthers() throws Throwable {
    fill();
    unless(
        Gap.ARRAYS_OF_DATES,
        () -> {
          for (int time = 0; time < 2; time++) {
            write(BigQuerySink.replaceMonths(table), Bar.of("D", JANUARY.plusDays(3), 9));
            assertThat(content()).containsExactly("D 2020-01-09 9", "A 2020-02-03 7");
          }
        });
    assertThat(tables()).containsExactly(table.table());
  }

  @Test
  void replaceMonths_emptiesMonthsWithoutRows() throws Throwable {
    fill();
    YearMonth january = YearMonth.of(2020, 1);
    unless(
        Gap.ARRAYS_OF_DATES,
        () -> {
          write(
              BigQuerySink.replaceMonths(table, january, january.plusMonths(1)),
              Bar.of("F", FEBRUARY, 3));
          assertThat(content()).containsExactly("F 2020-02-03 3");
        });
  }

  @Test
  void aTableWithItsColumnsInAnotherOrder_takesThemByName() throws Throwable {
    fill();
    List<Field> fields =
        new ArrayList<>(
            bigquery.getTable(StagedTable.id(table)).getDefinition().getSchema().getFields());
    assertThat(bigquery.delete(StagedTable.id(table))).isTrue();
    Collections.reverse(fields);
    StandardTableDefinition definition =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(fields))
            .setTimePartitioning(
                TimePartitioning.newBuilder(TimePartitioning.Type.MONTH)
                    .setField("trade_date")
                    .build())
            .build();
    bigquery.create(TableInfo.of(StagedTable.id(table), definition));
    write(BigQuerySink.replaceTable(table), Bar.of("D", JANUARY, 9));
    write(BigQuerySink.append(table), Bar.of("A", FEBRUARY, 7));
    write(BigQuerySink.merge(table, "ticker", "trade_date"), Bar.of("D", JANUARY, 8));
    assertThat(content()).containsExactly("D 2020-01-06 8", "A 2020-02-03 7");
    unless(
        Gap.ARRAYS_OF_DATES,
        () -> {
          write(BigQuerySink.replaceMonths(table), Bar.of("E", JANUARY, 6));
          assertThat(content()).containsExactly("E 2020-01-06 6", "A 2020-02-03 7");
        });
  }

  @Test
  void aMergeOnFalse_deletesTheMonthAlone_andInserts() {
    fill();
    query("CREATE TABLE `$_new` AS SELECT DATE '2020-01-09' AS trade_date, 'D' AS ticker");
    query(
        "MERGE `$` T USING `$_new` S ON FALSE WHEN NOT MATCHED BY SOURCE AND"
            + " DATE_TRUNC(T.`trade_date`, MONTH) IN (DATE '2020-01-01') THEN DELETE WHEN NOT"
            + " MATCHED BY TARGET THEN INSERT (`trade_date`, `ticker`) VALUES (S.`trade_date`,"
            + " S.`ticker`)");
    assertThat(content()).containsExactly("D 2020-01-09 null", "A 2020-02-03 7");
  }

  @Test
  void aMergeOfTwoRowsIntoOne_isRefused() throws Throwable {
    fill();
    query("CREATE TABLE `$_two` AS SELECT 'B' AS ticker, 1 AS volume UNION ALL SELECT 'B', 2");
    unless(
        Gap.AMBIGUOUS_MERGES,
        () -> {
          assertThatThrownBy(
                  () ->
                      query(
                          "MERGE `$` T USING `$_two` S ON T.ticker = S.ticker WHEN MATCHED THEN"
                              + " UPDATE SET volume = S.volume"))
              .isInstanceOf(BigQueryException.class)
              .hasMessageContaining("must match at most one source row for each target row");
          assertThat(content()).contains("B 2020-01-07 6");
        });
  }

  @Test
  void aStatementThatFails_changesNothing() {
    fill();
    String insert =
        "INSERT INTO `$` (trade_date, ticker, volume) SELECT DATE '2020-03-02', v, CAST(v AS INT64)"
            + " FROM (SELECT '1' AS v UNION ALL SELECT '%s')";
    query(insert.formatted("2"));
    assertThatThrownBy(() -> query(insert.formatted("x"))).isInstanceOf(BigQueryException.class);
    assertThat(content()).hasSize(5);
  }

  @Test
  void aRequiredColumn_takesNoNull() throws Throwable {
    fill();
    unless(
        Gap.REQUIRED_COLUMNS,
        () -> {
          assertThatThrownBy(
                  () ->
                      query(
                          "INSERT INTO `$` (trade_date, ticker) VALUES (DATE '2020-01-06', NULL)"))
              .isInstanceOf(BigQueryException.class);
          assertThat(content()).hasSize(3);
        });
  }

  @Test
  void rowsAreLoaded_fromParquetThatIsSent() throws Throwable {
    unless(
        Gap.PARQUET_LOADS,
        () -> {
          VolumePipeline.named(
                  "load",
                  stage(Bar.of("A", JANUARY, 5), Bar.of("B", FEBRUARY, 6))
                      .into(BigQuerySink.append(table).creating(TableCreation.byMonthAndTicker())))
              .run(runner);
          assertThat(content()).containsExactly("A 2020-01-06 5", "B 2020-02-03 6");
        });
  }

  /** What a source would read by the Storage API: from February on, what its query comes to. */
  private List<String> found(BigQuerySource source) {
    ReadRequest request =
        ReadRequest.of(EnumSet.of(BarColumn.TRADE_DATE, BarColumn.TICKER, BarColumn.VOLUME))
            .from(FEBRUARY)
            .to(FEBRUARY);
    BarsTable found = BarsTable.of(bigquery, cloud.pause(), source, request);
    return query(
        "SELECT ticker, trade_date, volume FROM `%s` WHERE %s ORDER BY 1, 2"
            .formatted(found.path(), found.restriction(request)));
  }

  @Test
  void aTable_isFound() {
    fill();
    assertThat(found(BigQuerySource.table(table))).containsExactly("A 2020-02-03 7");
  }

  @Test
  void aQuery_leavesItsResultInATable() {
    fill();
    String sql = "SELECT trade_date, ticker, volume * 2 AS volume FROM `" + table + "`";
    assertThat(found(BigQuerySource.query("p", sql))).containsExactly("A 2020-02-03 14");
  }

  @Test
  void aView_isAskedForDays_byParameters() {
    fill();
    TableRef view = dataset.table("twice");
    cloud.putView(
        view, "SELECT trade_date, ticker, volume * 2 AS volume FROM `" + table + "`", "twice");
    assertThat(found(BigQuerySource.table(view))).containsExactly("A 2020-02-03 14");
  }

  @Test
  void whatIsNotThere_isNamed() throws Throwable {
    TableRef absent = dataset.table("absent_" + suffix);
    assertThatThrownBy(() -> found(BigQuerySource.table(absent)))
        .isInstanceOf(SourceException.class)
        .hasMessage(absent + " does not exist; check its name, dataset and project");
    BigQuerySource query = BigQuerySource.query("p", "SELECT 1 AS x FROM `" + absent + "`");
    assertThatThrownBy(() -> found(query))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(absent.table());
    unless(
        Gap.REASONS_OF_STATEMENTS,
        () ->
            assertThatThrownBy(() -> found(query))
                .hasMessage(
                    query.rows()
                        + " needs what does not exist, or is in another location: Not found: Table"
                        + " p:%s.%s was not found in location EU; check its name, and use datasets"
                            .formatted(dataset.dataset(), absent.table())
                        + " of one location"));
  }

  @Test
  void aStatementThatMakesNoSense_isRefused() throws Throwable {
    fill();
    assertThatThrownBy(() -> query("SELECT nope FROM `$`"))
        .isInstanceOf(BigQueryException.class)
        .hasMessageContaining("Unrecognized name: nope");
    unless(
        Gap.REASONS_OF_STATEMENTS,
        () -> refuses(400, "invalidQuery", () -> query("SELECT nope FROM `$`")));
  }

  @Test
  void aJob_runsOnce() throws Throwable {
    fill();
    BigQueryJobs jobs = new BigQueryJobs(bigquery, "p", "EU", cloud.pause(), SinkException::new);
    String name = "once_" + suffix;
    JobId id = JobId.newBuilder().setProject("p").setLocation("EU").setJob(name).build();
    assertThat(bigquery.getJob(id)).isNull();
    QueryJobConfiguration insert =
        QueryJobConfiguration.of("INSERT INTO `%1$s` SELECT * FROM `%1$s`".formatted(table));
    jobs.run("it", name, insert);
    assertThat(bigquery.getJob(id)).isNotNull();
    assertThat(content()).hasSize(6);
    HttpResponse<String> again = insertJob(name, "DELETE FROM `" + table + "` WHERE TRUE");
    assertThat(content()).hasSize(6);
    unless(
        Gap.DUPLICATE_JOB,
        () -> {
          assertThat(again.statusCode() + again.body()).startsWith("409").contains("duplicate");
          jobs.run("it", name, insert);
          assertThat(content()).hasSize(6);
        });
  }

  /** Asks for a job without the client, which takes a refusal for an answer that was lost. */
  private HttpResponse<String> insertJob(String name, String sql)
      throws IOException, InterruptedException {
    String job =
        """
        {"jobReference": {"projectId": "p", "jobId": "%s", "location": "EU"},
         "configuration": {"query": {"query": "%s", "useLegacySql": false}}}\
        """
            .formatted(name, sql);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoint() + "/bigquery/v2/projects/p/jobs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aView_isGivenAnotherStatement_andATableIsNotTakenForOne() throws Throwable {
    fill();
    TableRef view = dataset.table("v");
    cloud.putView(view, "SELECT COUNT(*) AS n FROM `" + table + "`", "how many");
    assertThat(query("SELECT n FROM `" + view + "`")).containsExactly("3");
    Table made = bigquery.getTable(StagedTable.id(view));
    assertThat(made.getDescription()).isEqualTo("how many");
    assertThat(made.getDefinition().getSchema().getFields())
        .extracting(Field::getName)
        .containsExactly("n");
    assertThatThrownBy(() -> write(BigQuerySink.append(view), Bar.of("A", JANUARY, 5)))
        .isInstanceOf(SinkException.class)
        .hasMessage(view + " is a view, not a table; name another");
    assertThatThrownBy(() -> cloud.putView(table, "SELECT 1 AS x", ""))
        .isInstanceOf(SinkException.class)
        .hasMessage(table + " is a table, not a view; name another");
    cloud.putView(view, "SELECT SUM(volume) AS s FROM `" + table + "`", "how much");
    assertThat(bigquery.getTable(StagedTable.id(view)).getDescription()).isEqualTo("how much");
    unless(
        Gap.ALTERED_VIEWS,
        () -> assertThat(query("SELECT s FROM `" + view + "`")).containsExactly("18"));
  }

  @Test
  void aView_isNotMadeOfWhatIsNotThere() {
    TableRef view = dataset.table("v");
    assertThatThrownBy(() -> cloud.putView(view, "SELECT n FROM `" + table + "`", ""))
        .isInstanceOf(SinkException.class);
    assertThat(bigquery.getTable(StagedTable.id(view))).isNull();
  }

  static List<String> reportViews() throws IOException {
    try (Stream<Path> files = Files.list(VIEWS)) {
      return files.map(file -> file.getFileName().toString().replace(".sql", "")).sorted().toList();
    }
  }

  /** Makes the tables that the views of the report read, with a row each, and the view. */
  private TableRef reportView(String name) throws IOException {
    Map.of(
            "leaderboard",
            "1 AS rank, 'A' AS ticker, 5 AS max_volume, 6 AS total_volume, 5.5 AS mean_volume",
            "market_daily",
            "DATE '2020-01-06' AS trade_date, 6 AS total_volume, 5 AS max_volume, 'A' AS"
                + " max_ticker, 'RUSSELL' AS day_kind, 1.25 AS shock_score, 0.3 AS breadth_2, 0.1"
                + " AS breadth_3_5, 'SHOCK' AS level",
            "anomalies",
            "DATE '2020-01-06' AS trade_date, 'A' AS ticker, 5 AS volume, 0.0 AS median_log_60,"
                + " 1.5 AS stock_specific_score, 'spike' AS flag, 'above' AS rule, 4.5 AS score,"
                + " 3.5 AS threshold, 1.0 AS severity",
            "shocks",
            "DATE '2020-01-06' AS start_date, DATE '2020-01-08' AS end_date, 3 AS sessions, 2 AS"
                + " flagged_days, FALSE AS is_open, 1.253 AS score, DATE '2020-01-06' AS peak_date,"
                + " 1.253 AS peak_shock_score, 0.345 AS peak_breadth_2, CAST(NULL AS FLOAT64) AS"
                + " peak_breadth_3_5, 6 AS peak_total_volume, 1.0 AS peak_up_volume, 3.0 AS"
                + " peak_down_volume, 'A' AS peak_foremost_ticker, 'RUSSELL' AS peak_day_kind,"
                + " 'SHOCK' AS peak_level")
        .forEach(
            (output, row) ->
                query("CREATE TABLE `" + dataset.table(output) + "` AS SELECT " + row));
    TableRef view = dataset.table(name);
    cloud.putView(
        view,
        Files.readString(VIEWS.resolve(name + ".sql")).replace("${dataset}", dataset.toString()),
        "a view of the report");
    return view;
  }

  @ParameterizedTest
  @MethodSource("reportViews")
  void aViewOfTheReport_isMade(String name) throws IOException {
    assertThat(query("SELECT * FROM `" + reportView(name) + "`")).hasSize(1);
  }

  @Test
  void theViewOfDays_saysWhichShockADayLiesIn() throws IOException {
    TableRef view = reportView("v_market_daily");
    TableRef days = dataset.table("market_daily");
    for (String day : List.of("2020-01-03", "2020-01-08", "2020-01-09")) {
      query(
          "INSERT INTO `%1$s` SELECT * REPLACE (DATE '%2$s' AS trade_date) FROM `%1$s` WHERE trade_date = DATE '2020-01-06'"
              .formatted(days, day));
    }
    assertThat(
            query(
                "SELECT trade_date, in_shock, shock_start_date, volume_in_shock FROM `"
                    + view
                    + "` ORDER BY trade_date"))
        .containsExactly(
            "2020-01-03 false null null",
            "2020-01-06 true 2020-01-06 6",
            "2020-01-08 true 2020-01-06 6",
            "2020-01-09 false null null");
  }

  @Test
  void theViewOfShocks_tellsEach() throws IOException {
    assertThat(
            query(
                "SELECT rank, share_fell, share_rose, sentence FROM `"
                    + reportView("v_shocks")
                    + "`"))
        .containsExactly(
            "1 0.75 0.25 SHOCK from 2020-01-06 to 2020-01-08, 2 of 3 sessions flagged, rank 1 of"
                + " 1: on the peak, 2020-01-06, a reconstitution of the Russell indices, the median"
                + " ticker scored 1.25, 35 % of the tickers at least 2; 75 % of the volume was in"
                + " tickers that fell; A stood out most");
  }

  @Test
  void aDryRun_saysWhatWouldCome_andDoesNothing() throws Throwable {
    fill();
    dryRun("DELETE FROM `" + table + "` WHERE TRUE");
    assertThat(content()).hasSize(3);
    unless(
        Gap.COLUMNS_OF_DRY_RUNS,
        () -> {
          JobStatistics.QueryStatistics statistics =
              dryRun("SELECT volume AS v FROM `" + table + "`").getStatistics();
          assertThat(statistics.getSchema()).isNotNull();
          assertThat(statistics.getSchema().getFields())
              .extracting(Field::getName)
              .containsExactly("v");
        });
  }

  private Job dryRun(String sql) {
    return bigquery.create(
        JobInfo.of(QueryJobConfiguration.newBuilder(sql).setDryRun(true).build()));
  }

  @Test
  void rows_comeInPages() {
    fill();
    assertThat(
            lines(
                bigquery
                    .listTableData(StagedTable.id(table), TableDataListOption.pageSize(2))
                    .iterateAll()))
        .hasSize(3);
  }

  @Test
  void cells_comeBackAsTheyWent() {
    FieldValueList row =
        ask(
                bigquery,
                "SELECT TRUE, 1.5, -3, 'it\\'s', DATE '2020-02-29', CAST(NULL AS INT64), 1e300")
            .iterateAll()
            .iterator()
            .next();
    assertThat(row.get(0).getBooleanValue()).isTrue();
    assertThat(row.get(1).getDoubleValue()).isEqualTo(1.5);
    assertThat(row.get(2).getLongValue()).isEqualTo(-3);
    assertThat(row.get(3).getStringValue()).isEqualTo("it's");
    assertThat(row.get(4).getStringValue()).isEqualTo("2020-02-29");
    assertThat(row.get(5).isNull()).isTrue();
    assertThat(row.get(6).getDoubleValue()).isEqualTo(1e300);
  }
}
