package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.FakeBigQuery;
import io.github.marketvolume.gcp.fake.FakeGcs;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every fault at every call of every way to write. What is there afterwards is the new rows or the
 * old ones, whole, or a reader is told that it is neither; the same run again makes it the new
 * ones. What came of it is kept in {@code docs/faults.md}: {@code -Dvolume.docs.write=true} writes
 * it.
 */
class FaultMatrixTest {

  private static final Path DOCUMENT = Path.of("../docs/faults.md");

  private static final boolean ALL = "all".equals(System.getenv("VOLUME_FAULTS"));

  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 6);

  private static final Map<String, Supplier<Fault>> FAULTS = new LinkedHashMap<>();

  static {
    FAULTS.put("401", Fault::unauthorized);
    FAULTS.put("403", Fault::accessDenied);
    FAULTS.put("403 quota", Fault::quotaExceeded);
    FAULTS.put("404", Fault::notFound);
    FAULTS.put("409", Fault::conflict);
    FAULTS.put("412", Fault::preconditionFailed);
    FAULTS.put("429", Fault::tooManyRequests);
    FAULTS.put("500", Fault::internalError);
    FAULTS.put("503", Fault::unavailable);
    FAULTS.put("cut before the answer", Fault::cutBeforeAnswer);
    FAULTS.put("cut in the answer", Fault::cutMidBody);
    FAULTS.put("answer lost", Fault::lostResponse);
    FAULTS.put("slow", () -> Fault.slow(Duration.ofMillis(20)));
  }

  private enum Outcome {
    /** The run ends well. */
    NEW("new"),
    /** The run fails, and nothing has changed. */
    OLD("old"),
    /** The run fails, and yet the rows are there. */
    NEW_SAID_FAILED("new, though it says it failed"),
    /** The run fails half-way, readers are refused, and the next run finishes. */
    UNFINISHED("unfinished, and readers are told");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }
  }

  private static FakeGcs gcs;
  private static FakeBigQuery fake;
  private static BigQuery bigquery;
  private static LocalRunner runner;
  private static int tables;

  @BeforeAll
  static void start() {
    gcs = FakeGcs.start().bucket("lake", "US");
    fake = FakeBigQuery.start().dataset("p", "d", "US");
    bigquery =
        BigQueryOptions.newBuilder()
            .setHost(fake.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    runner =
        GoogleCloud.withAccessToken("none")
            .inProject("p")
            .withBigQueryAt(fake.endpoint(), fake.plaintextStorageEndpoint())
            .withStorageAt(gcs.endpoint())
            .withPlaintext(BigQueryContract.impatient())
            .on(LocalRunner.create().withThreads(1));
  }

  @AfterAll
  static void stop() {
    fake.close();
    gcs.close();
  }

  private static final List<Bar> OLD =
      List.of(Bar.of("A", JANUARY, 1), Bar.of("B", JANUARY.plusMonths(1), 2));
  private static final List<Bar> NEW = List.of(Bar.of("A", JANUARY, 1), Bar.of("C", JANUARY, 3));

  /** A way to write, and what can be said of where it writes. */
  private interface Target {

    /** Writes with nothing going wrong. */
    void prepare();

    VolumePipeline pipeline();

    /** All that is there, in words; "unfinished" where a reader is refused. */
    String content();

    Faults faults();

    List<Call> calls();
  }

  private static VolumePipeline pipeline(
      List<Bar> bars, io.github.marketvolume.io.Sink<Object> sink) {
    return VolumePipeline.named(
        "faults", BarsStage.from(InMemoryBars.of(bars)).asOf(LocalDate.of(2021, 1, 1)).into(sink));
  }

  private record TableTarget(TableRef table, BigQuerySink.Mode mode) implements Target {

    @Override
    public void prepare() {
      if (bigquery.getTable(StagedTable.id(table)) == null) {
        FaultMatrixTest.pipeline(
                OLD, BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker()))
            .run(runner);
      }
      query("DELETE FROM `" + table + "` WHERE TRUE");
      query(
          "INSERT INTO `%s` (trade_date, ticker, volume) VALUES (DATE '2020-01-06', 'A', 1), (DATE '2020-02-06', 'B', 2)"
              .formatted(table));
    }

    private static TableResult query(String sql) {
      try {
        return bigquery.query(QueryJobConfiguration.of(sql));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public VolumePipeline pipeline() {
      return FaultMatrixTest.pipeline(
          NEW,
          switch (mode) {
            case APPEND -> BigQuerySink.append(table);
            case REPLACE_TABLE -> BigQuerySink.replaceTable(table);
            case REPLACE_MONTHS -> BigQuerySink.replaceMonths(table);
            case MERGE -> BigQuerySink.merge(table, "ticker", "trade_date");
          });
    }

    @Override
    public String content() {
      List<String> lines = new ArrayList<>();
      query("SELECT ticker, volume FROM `" + table + "`")
          .iterateAll()
          .forEach(row -> lines.add(row.get(0).getValue() + " " + row.get(1).getValue()));
      Collections.sort(lines);
      return lines.toString();
    }

    @Override
    public Faults faults() {
      return fake.faults();
    }

    @Override
    public List<Call> calls() {
      return fake.calls();
    }
  }

  private record FolderTarget(String location) implements Target {

    @Override
    public void prepare() {
      FaultMatrixTest.pipeline(OLD, ParquetSink.at(location).replacingExisting()).run(runner);
    }

    @Override
    public VolumePipeline pipeline() {
      return FaultMatrixTest.pipeline(NEW, ParquetSink.at(location).replacingExisting());
    }

    @Override
    public String content() {
      try {
        return BarsStage.from(ParquetSource.at(location + "/*.parquet"))
            .asOf(LocalDate.of(2021, 1, 1))
            .collect(runner)
            .stream()
            .map(bar -> bar.ticker() + " " + bar.volume().orElse(0))
            .toList()
            .toString();
      } catch (VolumeException e) {
        return "unfinished";
      }
    }

    @Override
    public Faults faults() {
      return gcs.faults();
    }

    @Override
    public List<Call> calls() {
      return gcs.calls();
    }
  }

  private static final String OLD_ROWS = "[A 1, B 2]";

  private static Outcome outcome(Target target, String wanted) {
    boolean failed = false;
    try {
      target.pipeline().run(runner);
    } catch (VolumeException e) {
      assertThat(e.getMessage()).as("one line").hasLineCount(1);
      failed = true;
    } finally {
      target.faults().clear();
    }
    String content = target.content();
    if (content.equals(wanted)) {
      return failed ? Outcome.NEW_SAID_FAILED : Outcome.NEW;
    }
    assertThat(failed).as("a run that left %s said so", content).isTrue();
    if (content.equals("unfinished")) {
      return Outcome.UNFINISHED;
    }
    assertThat(content).isEqualTo(OLD_ROWS);
    return Outcome.OLD;
  }

  /** Which calls one run makes, and how often. */
  private static Map<String, Integer> callsOfOneRun(Target target) {
    target.prepare();
    int before = target.calls().size();
    target.pipeline().run(runner);
    Map<String, Integer> counts = new TreeMap<>();
    for (Call call : target.calls().subList(before, target.calls().size())) {
      counts.merge(call.operation(), 1, Integer::sum);
    }
    return counts;
  }

  private static Map<String, Map<String, Set<Outcome>>> matrix(
      Supplier<Target> targets, String wanted) {
    Map<String, Map<String, Set<Outcome>>> matrix = new TreeMap<>();
    callsOfOneRun(targets.get())
        .forEach(
            (operation, count) -> {
              Map<String, Set<Outcome>> row =
                  matrix.computeIfAbsent(operation, o -> new LinkedHashMap<>());
              for (Map.Entry<String, Supplier<Fault>> fault : FAULTS.entrySet()) {
                for (int nth = 1; nth <= count; nth++) {
                  if (!ALL && !isOfThePart(operation, fault.getKey(), nth, count)) {
                    continue;
                  }
                  Target target = targets.get();
                  target.prepare();
                  target.faults().at(operation, nth, fault.getValue().get());
                  String what = operation + " " + nth + ", " + fault.getKey();
                  try {
                    row.computeIfAbsent(fault.getKey(), f -> EnumSet.noneOf(Outcome.class))
                        .add(outcome(target, wanted));
                    target.pipeline().run(runner);
                    assertThat(target.content()).isEqualTo(wanted);
                  } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(what + ": " + e.getMessage(), e);
                  }
                }
              }
            });
    return matrix;
  }

  /** One call of a kind in three, and another for each fault. */
  private static boolean isOfThePart(String operation, String fault, int nth, int count) {
    int lot = Math.floorMod((operation + fault).hashCode(), 3 * count);
    return lot % count == nth - 1 && lot / count == 0;
  }

  private static String print(Map<String, Map<String, Set<Outcome>>> matrix) {
    StringBuilder text = new StringBuilder("| Call |");
    FAULTS.keySet().forEach(fault -> text.append(' ').append(fault).append(" |"));
    text.append("\n|---|").append("---|".repeat(FAULTS.size())).append('\n');
    matrix.forEach(
        (operation, row) -> {
          text.append("| `").append(operation).append("` |");
          FAULTS
              .keySet()
              .forEach(
                  fault ->
                      text.append(' ')
                          .append(
                              row.getOrDefault(fault, Set.of()).stream()
                                  .map(outcome -> outcome.words)
                                  .collect(Collectors.joining("; ")))
                          .append(" |"));
          text.append('\n');
        });
    return text.toString();
  }

  @Test
  void everyFaultAtEveryCall_leavesNewOrOld_andTheNextRunRepairs() throws IOException {
    Map<BigQuerySink.Mode, String> wanted =
        Map.of(
            BigQuerySink.Mode.APPEND, "[A 1, B 2, C 3]",
            BigQuerySink.Mode.REPLACE_TABLE, "[A 1, C 3]",
            BigQuerySink.Mode.REPLACE_MONTHS, "[A 1, B 2, C 3]",
            BigQuerySink.Mode.MERGE, "[A 1, B 2, C 3]");
    Map<String, Map<String, Set<Outcome>>> all = new TreeMap<>();
    for (BigQuerySink.Mode mode : BigQuerySink.Mode.values()) {
      TableTarget target = new TableTarget(TableRef.parse("p.d.t" + tables++), mode);
      matrix(() -> target, wanted.get(mode))
          .forEach(
              (operation, row) ->
                  row.forEach(
                      (fault, outcomes) ->
                          all.computeIfAbsent(operation, o -> new LinkedHashMap<>())
                              .computeIfAbsent(fault, f -> EnumSet.noneOf(Outcome.class))
                              .addAll(outcomes)));
    }
    String tables = print(all);
    String folders =
        print(
            matrix(
                () -> new FolderTarget("gs://lake/out" + FaultMatrixTest.tables++), "[A 1, C 3]"));
    assertThat(fake.unexpected()).isEmpty();
    assertThat(gcs.unexpected()).isEmpty();
    requireDocumented("BigQuery", tables);
    requireDocumented("Cloud Storage", folders);
  }

  /** The document has this table, or is given it. */
  private static void requireDocumented(String service, String table) throws IOException {
    String begin = "<!-- " + service + " from here -->\n";
    String end = "<!-- " + service + " to here -->";
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("marks of %s in %s", service, DOCUMENT).isGreaterThanOrEqualTo(from);
    if (ALL) {
      Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
      return;
    }
    List<List<Set<String>>> documented = cells(text.substring(from, to));
    List<List<Set<String>>> seen = cells(table);
    assertThat(seen).hasSameSizeAs(documented);
    for (int row = 0; row < seen.size(); row++) {
      for (int k = 0; k < seen.get(row).size(); k++) {
        assertThat(documented.get(row).get(k))
            .as("%s, row %d of %s; VOLUME_FAULTS=all writes it anew", DOCUMENT, row, service)
            .containsAll(seen.get(row).get(k));
      }
    }
  }

  /** What the cells of a table's rows name. */
  private static List<List<Set<String>>> cells(String table) {
    return table
        .lines()
        .map(
            line ->
                Stream.of(line.split("\\|", -1))
                    .map(
                        cell ->
                            Stream.of(cell.split(";"))
                                .map(String::strip)
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.toSet()))
                    .toList())
        .toList();
  }
}
