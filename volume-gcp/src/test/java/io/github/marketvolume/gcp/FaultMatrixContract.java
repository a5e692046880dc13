package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.gcp.fake.Call;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Injects faults at the calls of every way to write, on any runner. Afterwards a reader sees the
 * new rows or the old ones, complete, or is refused; the same run again gives the new rows. {@code
 * docs/faults.md} records the outcomes: with {@code VOLUME_FAULTS=all} in the environment the full
 * build injects faults at every call, and rewrites the tables there. Without it the full build
 * injects some of them, and any build a few, whose outcomes must be as recorded.
 */
abstract class FaultMatrixContract {

  private static final Path DOCUMENT = Path.of("../docs/faults.md");

  private static final boolean ALL = "all".equals(System.getenv("VOLUME_FAULTS"));

  private static final LocalDate JANUARY = LocalDate.of(2020, 1, 6);

  private static final List<Bar> OLD =
      List.of(Bar.of("A", JANUARY, 1), Bar.of("B", JANUARY.plusMonths(1), 2));
  private static final List<Bar> NEW = List.of(Bar.of("A", JANUARY, 1), Bar.of("C", JANUARY, 3));

  private static final String OLD_ROWS = "[A 1, B 2]";
  private static final String NEW_ROWS = "[A 1, C 3]";
  private static final String BOTH_ROWS = "[A 1, B 2, C 3]";

  private static final String UNFINISHED = "unfinished";

  private enum Outcome {
    /** The run ends well. */
    NEW("new"),
    /** The run fails, and nothing has changed. */
    OLD("old"),
    /** The run fails, and yet the rows are there. */
    NEW_SAID_FAILED("new, reported as failed"),
    /** The run fails half-way, readers are refused, and the next run finishes. */
    UNFINISHED("unfinished, readers refused");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }
  }

  /**
   * One call of the many that a run makes.
   *
   * @param nth call of its operation, from 1
   * @param count how many calls of the operation a run makes where nothing goes wrong
   */
  private record Place(String operation, int nth, int count) {

    /** Whether it is the statement by which rows become part of a table. */
    boolean publishes() {
      return operation.equals("bigquery.jobs.insert") && nth == count;
    }
  }

  /** What came of faults, by operation and by fault. */
  private static final class Matrix {

    private final Map<String, Map<String, Set<Outcome>>> outcomes = new TreeMap<>();

    void add(String operation, String fault, Set<Outcome> more) {
      outcomes
          .computeIfAbsent(operation, o -> new LinkedHashMap<>())
          .computeIfAbsent(fault, f -> EnumSet.noneOf(Outcome.class))
          .addAll(more);
    }

    void addAll(Matrix other) {
      other.outcomes.forEach(
          (operation, row) -> row.forEach((fault, set) -> add(operation, fault, set)));
    }

    /** What was asked for at an operation and came to nothing, since no call met it. */
    List<String> unmet() {
      return outcomes.entrySet().stream()
          .flatMap(
              row ->
                  row.getValue().entrySet().stream()
                      .filter(cell -> cell.getValue().isEmpty())
                      .map(cell -> row.getKey() + ", " + cell.getKey()))
          .toList();
    }

    String print(Set<String> faults) {
      StringBuilder text = new StringBuilder("| Call |");
      faults.forEach(fault -> text.append(' ').append(fault).append(" |"));
      text.append("\n|---|").append("---|".repeat(faults.size())).append('\n');
      outcomes.forEach(
          (operation, row) -> {
            text.append("| `").append(operation).append("` |");
            faults.forEach(
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
  }

  private static final AtomicInteger FOLDERS = new AtomicInteger();

  /** The storage of all, since Spark has one for all its runs. */
  static FakeGcs gcs;

  /** What did not come out as it should. */
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  private static WithoutTraces errors;

  @BeforeAll
  static void startStorage() {
    errors = WithoutTraces.begin();
    gcs = FakeGcs.start().bucket("lake", "US");
  }

  @AfterAll
  static void stopStorage() {
    gcs.close();
    errors.end();
  }

  /** What the runner is called in the document. */
  abstract String name();

  /** A runner that uses this service, and the storage. */
  abstract Runner runner(FakeBigQuery bigQuery);

  /** The faults to make, by their names in the document. */
  abstract Map<String, Fault> faults();

  /** Whether each run makes as many calls as another; where tasks make them, that may differ. */
  abstract boolean isRegular();

  /** Of how many faults at a table's or a folder's calls one is made where all are asked for. */
  abstract int oneIn();

  /** The services, with this as the one of the Storage API's two ports. */
  static GoogleCloud cloud(FakeBigQuery bigQuery, String grpc) {
    return GoogleCloud.withAccessToken("none")
        .inProject("p")
        .withBigQueryAt(bigQuery.endpoint(), grpc)
        .withStorageAt(gcs.endpoint())
        .withPlaintext(BigQueryContract.impatient());
  }

  /** A runner of this process, which also does what has nothing to do with the one tested. */
  static LocalRunner local(FakeBigQuery bigQuery) {
    return cloud(bigQuery, bigQuery.plaintextStorageEndpoint())
        .on(LocalRunner.create().withThreads(1));
  }

  // ------------------------------------------------------------------------------- Ways to write

  /** A way to write, and what can be said of where it writes. Each has a service of its own. */
  private abstract static class Target implements AutoCloseable {

    final FakeBigQuery bigQuery = FakeBigQuery.start().dataset("p", "d", "US");
    private final int way;
    private final int ways;

    /** The way of this number, from 0, of so many that there are to write to such a place. */
    Target(int way, int ways) {
      this.way = way;
      this.ways = ways;
    }

    /** Puts the old rows there. */
    abstract void prepare();

    /** What a failure begins with, or has in it, that names where that is. */
    abstract Pattern where();

    abstract Sink<Object> sink();

    /** All that is there, in words. */
    abstract String content();

    /** What is to be there in the end. */
    abstract String wanted();

    abstract Faults faults();

    abstract List<Call> calls();

    /**
     * Whether a fault is made where not all are: at one call of a kind in one of all ways, which is
     * another for each fault; and always at the statement that publishes.
     */
    boolean isOfThePart(Place place, int fault) {
      // The way is drawn first, and then one of its calls, for ways differ in how many they make.
      int lot = place.operation.hashCode() + 7 * fault;
      boolean drawn =
          way == Math.floorMod(lot, ways)
              && place.nth - 1 == Math.floorMod(Math.floorDiv(lot, ways), place.count);
      return place.publishes() || drawn;
    }

    /** Whether a fault is made where one in so many is, in turns of faults, calls and ways. */
    boolean isOneIn(int many, Place place, int fault) {
      return (fault + place.nth + way) % many == 0;
    }

    VolumePipeline pipeline() {
      return FaultMatrixContract.pipeline(NEW, sink());
    }

    @Override
    public void close() {
      assertThat(bigQuery.unexpected()).isEmpty();
      bigQuery.close();
    }
  }

  private static VolumePipeline pipeline(List<Bar> bars, Sink<Object> sink) {
    return VolumePipeline.named(
        "faults", BarsStage.from(InMemoryBars.of(bars)).asOf(LocalDate.of(2021, 1, 1)).into(sink));
  }

  private static final class TableTarget extends Target {

    private final TableRef table = TableRef.parse("p.d.t");
    private final BigQuerySink.Mode mode;
    private final BigQuery client;

    TableTarget(BigQuerySink.Mode mode) {
      super(List.of(BigQuerySink.Mode.values()).indexOf(mode), BigQuerySink.Mode.values().length);
      this.mode = mode;
      this.client =
          BigQueryOptions.newBuilder()
              .setHost(bigQuery.endpoint())
              .setProjectId("p")
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      FaultMatrixContract.pipeline(
              OLD, BigQuerySink.replaceTable(table).creating(TableCreation.byMonthAndTicker()))
          .run(local(bigQuery));
    }

    @Override
    void prepare() {
      query("DELETE FROM `" + table + "` WHERE TRUE");
      query(
          "INSERT INTO `%s` (trade_date, ticker, volume) VALUES (DATE '2020-01-06', 'A', 1), (DATE '2020-02-06', 'B', 2)"
              .formatted(table));
    }

    private TableResult query(String sql) {
      try {
        return client.query(QueryJobConfiguration.of(sql));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    Pattern where() {
      return Pattern.compile("^p\\.d(\\.t\\b| does not exist)"); // not what is beside the table
    }

    @Override
    Sink<Object> sink() {
      return switch (mode) {
        case APPEND -> BigQuerySink.append(table);
        case REPLACE_TABLE -> BigQuerySink.replaceTable(table);
        case REPLACE_MONTHS -> BigQuerySink.replaceMonths(table);
        case MERGE -> BigQuerySink.merge(table, "ticker", "trade_date");
      };
    }

    @Override
    String content() {
      List<String> lines = new ArrayList<>();
      query("SELECT ticker, volume FROM `" + table + "`")
          .iterateAll()
          .forEach(row -> lines.add(row.get(0).getValue() + " " + row.get(1).getValue()));
      Collections.sort(lines);
      return lines.toString();
    }

    @Override
    String wanted() {
      return mode == BigQuerySink.Mode.REPLACE_TABLE ? NEW_ROWS : BOTH_ROWS;
    }

    @Override
    Faults faults() {
      return bigQuery.faults();
    }

    @Override
    List<Call> calls() {
      return bigQuery.calls();
    }

    @Override
    public String toString() {
      return sink().describe();
    }
  }

  /** A folder, another one each time that it is prepared. */
  private static final class FolderTarget extends Target {

    private final LocalRunner observer = local(bigQuery);
    private String location;

    FolderTarget() {
      super(0, 1);
    }

    @Override
    void prepare() {
      location = "gs://lake/out" + FOLDERS.incrementAndGet();
      FaultMatrixContract.pipeline(OLD, sink()).run(observer);
    }

    @Override
    Pattern where() {
      return Pattern.compile(Pattern.quote(location));
    }

    @Override
    Sink<Object> sink() {
      return ParquetSink.at(location).replacingExisting();
    }

    @Override
    String content() {
      try {
        return BarsStage.from(ParquetSource.at(location + "/*.parquet"))
            .asOf(LocalDate.of(2021, 1, 1))
            .collect(observer)
            .stream()
            .map(bar -> bar.ticker() + " " + bar.volume().orElse(0))
            .toList()
            .toString();
      } catch (SourceException e) {
        assertThat(e.getMessage()).contains(" is just putting new content into " + location);
        return UNFINISHED;
      }
    }

    @Override
    String wanted() {
      return NEW_ROWS;
    }

    @Override
    Faults faults() {
      return gcs.faults();
    }

    @Override
    List<Call> calls() {
      return gcs.calls();
    }

    @Override
    public String toString() {
      return sink().describe();
    }
  }

  // ---------------------------------------------------------------------------------- The matrix

  @Test
  void someFaultsAtSomeCalls_leaveNewOrOld_andTheNextRunRepairs() throws Exception {
    requireNewOrOld(false);
  }

  @FullBuild
  @Test
  void everyFaultAtEveryCall_leavesNewOrOld_andTheNextRunRepairs() throws Exception {
    requireNewOrOld(true);
  }

  private void requireNewOrOld(boolean everyFault) throws Exception {
    List<Target> tables =
        Stream.of(BigQuerySink.Mode.values()).<Target>map(TableTarget::new).toList();
    try (Target folder = new FolderTarget()) {
      List<Target> all = Stream.concat(tables.stream(), Stream.of(folder)).toList();
      Map<Target, Matrix> matrices = matrices(all, everyFault);
      assertThat(wrong).isEmpty();
      Matrix ofTables = new Matrix();
      tables.forEach(table -> ofTables.addAll(matrices.get(table)));
      assertThat(ofTables.unmet()).as("faults at tables that no call has met").isEmpty();
      assertThat(matrices.get(folder).unmet())
          .as("faults at folders that no call has met")
          .isEmpty();
      boolean writesAnew = ALL && everyFault;
      requireDocumented("BigQuery", ofTables, writesAnew);
      requireDocumented("Cloud Storage", matrices.get(folder), writesAnew);
    } finally {
      tables.forEach(Target::close);
    }
    assertThat(gcs.unexpected()).isEmpty();
  }

  /** What comes of each way to write, all at the same time: a run waits more than it works. */
  private Map<Target, Matrix> matrices(List<Target> targets, boolean everyFault) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(targets.size());
    try {
      Map<Target, Future<Matrix>> running = new LinkedHashMap<>();
      targets.forEach(
          target -> running.put(target, threads.submit(() -> matrix(target, everyFault))));
      Map<Target, Matrix> done = new LinkedHashMap<>();
      for (Map.Entry<Target, Future<Matrix>> one : running.entrySet()) {
        done.put(one.getKey(), one.getValue().get());
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  private Matrix matrix(Target target, boolean everyFault) {
    Runner runner = runner(target.bigQuery);
    Matrix matrix = new Matrix();
    callsOfOneRun(target, runner)
        .forEach(
            (operation, count) -> {
              int number = 0;
              for (Map.Entry<String, Fault> fault : faults().entrySet()) {
                number++;
                if (!everyFault && !isOfTheSmallPart(operation, number)) {
                  continue;
                }
                for (int nth = 1; nth <= count; nth++) {
                  Place place = new Place(operation, nth, count);
                  boolean made =
                      target.isOfThePart(place, number)
                          || (ALL && everyFault && target.isOneIn(oneIn(), place, number));
                  matrix.add(
                      operation,
                      fault.getKey(),
                      made ? outcome(target, runner, place, fault.getValue()) : Set.of());
                }
              }
            });
    return matrix;
  }

  /** Whether a small matrix has a fault at an operation: one fault in four, others at each. */
  private static boolean isOfTheSmallPart(String operation, int fault) {
    return Math.floorMod(operation.hashCode() + fault, 4) == 0;
  }

  /** Which calls one run makes, and how often. */
  private static Map<String, Integer> callsOfOneRun(Target target, Runner runner) {
    target.prepare();
    int before = target.calls().size();
    target.pipeline().run(runner);
    Map<String, Integer> counts = new TreeMap<>();
    for (Call call : target.calls().subList(before, target.calls().size())) {
      counts.merge(call.operation(), 1, Integer::sum);
    }
    return counts;
  }

  /** What a fault leaves, which another run repairs; none if this time there was no such call. */
  private Set<Outcome> outcome(Target target, Runner runner, Place place, Fault fault) {
    target.prepare();
    target.faults().at(place.operation, place.nth, fault);
    boolean failed;
    boolean met;
    try {
      try {
        failed = !runs(target, runner);
      } finally {
        met = !target.faults().pending();
        target.faults().clear(); // before the test makes calls of its own
      }
      Outcome outcome = outcome(target, failed);
      if (outcome != Outcome.NEW) {
        target.pipeline().run(runner);
        assertThat(target.content()).as("after another run").isEqualTo(target.wanted());
      }
      if (isRegular() || place.publishes()) {
        assertThat(met).as("the run met the fault").isTrue();
      }
      return met ? EnumSet.of(outcome) : Set.of();
    } catch (AssertionError | RuntimeException e) {
      wrong.add(target + ", " + place + ", " + fault + ": " + e.getMessage());
      return Set.of();
    }
  }

  /** Says whether a run ends well; how it says that it does not is looked at. */
  private static boolean runs(Target target, Runner runner) {
    try {
      target.pipeline().run(runner);
      return true;
    } catch (VolumeException e) {
      assertThat(e.getMessage())
          .hasLineCount(1)
          .containsPattern(target.where())
          .doesNotContain("stage failure");
      return false;
    }
  }

  private static Outcome outcome(Target target, boolean failed) {
    String content = target.content();
    if (content.equals(target.wanted())) {
      return failed ? Outcome.NEW_SAID_FAILED : Outcome.NEW;
    }
    assertThat(failed).as("a run that left %s said so", content).isTrue();
    if (content.equals(UNFINISHED)) {
      return Outcome.UNFINISHED;
    }
    assertThat(content).isEqualTo(OLD_ROWS);
    return Outcome.OLD;
  }

  // -------------------------------------------------------------------------------- The document

  /** The document has this table, or is given it. */
  private void requireDocumented(String service, Matrix matrix, boolean writesAnew)
      throws IOException {
    String what = service + ", " + name();
    String table = matrix.print(faults().keySet());
    String begin = "<!-- " + what + " from here -->\n";
    String end = "<!-- " + what + " to here -->";
    String text = Files.readString(DOCUMENT);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end);
    assertThat(to).as("marks of %s in %s", what, DOCUMENT).isGreaterThanOrEqualTo(from);
    if (writesAnew) {
      Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
      return;
    }
    List<List<Set<String>>> documented = cells(text.substring(from, to));
    List<List<Set<String>>> seen = cells(table);
    assertThat(seen).hasSameSizeAs(documented);
    for (int row = 0; row < seen.size(); row++) {
      for (int k = 0; k < seen.get(row).size(); k++) {
        assertThat(documented.get(row).get(k))
            .as(
                "%s, row %d of %s; -Pfull with VOLUME_FAULTS=all writes it anew",
                DOCUMENT, row, what)
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
