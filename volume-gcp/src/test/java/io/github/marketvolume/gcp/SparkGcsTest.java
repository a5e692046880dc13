package io.github.marketvolume.gcp;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.gcp.fake.Fault;
import io.github.marketvolume.gcp.fake.Faults;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.spark.SparkRunner;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cloud Storage as Spark uses it, over the wire: the tasks by the connector of Hadoop, the driver
 * by the client.
 */
class SparkGcsTest {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("mine").date("Date").ticker("Symbol").close("Close").volume("Volume");

  private static final List<Bar> OLD =
      Bars.of(BarSeries.of("AAA").volumes(1, 2, 3), BarSeries.of("BBB").volumes(4, 5, 6));
  private static final List<Bar> NEW =
      Bars.of(BarSeries.of("AAA").volumes(7, 8), BarSeries.of("CCC").volumes(9));

  private static FakeGcs gcs;
  private static SparkSession spark;
  private static GcsObjectStore store;
  private static Storage client;

  @TempDir private Path scratch;

  /** A folder of this test alone. */
  private String lake;

  @BeforeAll
  static void start() {
    gcs = FakeGcs.start().bucket("lake", "EU");
    spark = TestSpark.session("gs://");
    TestSpark.useStorage(spark, gcs);
    StorageOptions options =
        StorageOptions.newBuilder()
            .setHost(gcs.endpoint())
            .setProjectId("p")
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(
                RetrySettings.newBuilder()
                    .setInitialRetryDelayDuration(Duration.ofMillis(5))
                    .setMaxRetryDelayDuration(Duration.ofMillis(50))
                    .setRetryDelayMultiplier(2)
                    .setTotalTimeoutDuration(Duration.ofSeconds(20))
                    .setInitialRpcTimeoutDuration(Duration.ofSeconds(20))
                    .setMaxRpcTimeoutDuration(Duration.ofSeconds(20))
                    .build())
            .build();
    store = GcsObjectStore.of(options);
    client = options.getService();
  }

  @AfterAll
  static void stop() {
    spark.stop();
    gcs.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    lake = "gs://lake/" + test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void expected() {
    gcs.faults().clear();
    assertThat(gcs.unexpected()).isEmpty();
  }

  private static SparkRunner onSpark() {
    return SparkRunner.on(spark).with(store);
  }

  private LocalRunner here() {
    return LocalRunner.create().withThreads(1).withScratchFolder(scratch).with(store);
  }

  private static void put(String uri, byte[] bytes) {
    GcsUri place = GcsUri.parse(uri);
    gcs.put(place.bucket(), place.name(), bytes);
  }

  private static void put(String uri, String text) {
    put(uri, text.getBytes(UTF_8));
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** The objects below a folder, by the names that they have in it. */
  private static List<String> names(String folder) {
    String prefix = GcsUri.parse(folder + "/").name();
    return gcs.objects("lake").stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /** What is beside folders; not the lists of files that lie in them. */
  private static List<String> hidden() {
    return gcs.objects("lake").stream()
        .filter(name -> name.contains("/.") && !name.endsWith("/.marketvolume"))
        .toList();
  }

  private static List<String> parquet(String folder) {
    return spark.read().parquet(folder).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** The lines of a folder of CSV files; the header, which every file has, once. */
  private static Set<String> csv(String folder) {
    Set<String> lines = new TreeSet<>();
    for (String name : names(folder)) {
      if (name.equals(".marketvolume")) {
        continue;
      }
      GcsUri uri = GcsUri.parse(folder + "/" + name);
      new String(gcs.bytes(uri.bucket(), uri.name()).orElseThrow(), UTF_8)
          .lines()
          .forEach(lines::add);
    }
    return lines;
  }

  private static VolumePipeline spikes(BarsStage prices, String out) {
    return VolumePipeline.named(
        "spikes",
        prices
            .measure(VOLUME.mean().over(bars(2)))
            .flag(VOLUME.atLeast(900).as("busy"))
            .into(ParquetSink.at(out + "/daily").replacingExisting()),
        prices.into(ParquetSink.at(out + "/by ticker").partitionedBy("ticker").replacingExisting()),
        prices.leaderboard(VOLUME.max()).into(CsvSink.at(out + "/leaders").replacingExisting()),
        prices.rejected().into(CsvSink.at(out + "/rejected").replacingExisting()));
  }

  private static VolumePipeline writing(List<Bar> bars, String folder) {
    return VolumePipeline.named(
        "write",
        BarsStage.from(InMemoryBars.of(bars)).into(ParquetSink.at(folder).replacingExisting()));
  }

  private static List<Bar> reading(Runner runner, String folder) {
    return BarsStage.from(ParquetSource.at(folder)).collect(runner);
  }

  /** Two tickers, in two files, one of them packed, and a row that is not valid. */
  private BarsStage prices() {
    StringBuilder rows = new StringBuilder("Date,Symbol,Close,Volume\n");
    for (int day = 1; day <= 28; day++) {
      rows.append(String.format(Locale.ROOT, "2020-01-%02d,AAA,1.5,%d%n", day, day * 37));
    }
    put(lake + "/raw/2019/a.csv.gz", gzip(rows.toString()));
    put(lake + "/raw/2020/b.csv", "Date,Symbol,Close,Volume\n2020-01-06,BBB,,5\nno day,BBB,,5\n");
    put(lake + "/raw/2020/_hidden.csv", "not for us");
    return BarsStage.from(CsvSource.at(lake + "/raw/*/*.csv*", LAYOUT));
  }

  private static void putGzipEncoded(String uri, byte[] packed) {
    GcsUri place = GcsUri.parse(uri);
    client.create(
        BlobInfo.newBuilder(place.bucket(), place.name())
            .setContentType("text/csv")
            .setContentEncoding("gzip")
            .build(),
        packed);
  }

  @Test
  @DisplayName("an object with a content encoding is read as whoever downloads it has it (J01)")
  void contentEncoding() {
    StringBuilder rows = new StringBuilder("Date,Symbol,Close,Volume\n");
    for (int ticker = 0; ticker < 3_000; ticker++) {
      rows.append("2020-01-06,T").append(ticker).append(",1.5,").append(ticker + 1).append('\n');
    }
    putGzipEncoded(lake + "/enc/AAA.csv", gzip(rows.toString()));
    put(lake + "/enc/sub_$folder$", "");
    for (String location : List.of(lake + "/enc/AAA.csv", lake + "/enc", lake + "/enc/*")) {
      BarsStage bars = BarsStage.from(CsvSource.at(location, LAYOUT));
      assertThat(bars.collect(here())).hasSize(3_000);
      assertThat(bars.collect(onSpark())).isEqualTo(bars.collect(here()));
      assertThat(bars.rejected().collect(onSpark())).isEmpty();
    }
  }

  @Test
  @DisplayName("an object with a content encoding, packed in pieces, loses no row")
  void contentEncodingOfPieces() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(gzip("Date,Symbol,Close,Volume\n2020-01-06,AAA,1.5,1\n"));
    packed.writeBytes(gzip("2020-01-06,BBB,1.5,1\n"));
    putGzipEncoded(lake + "/enc/AAA.csv", packed.toByteArray());
    BarsStage bars = BarsStage.from(CsvSource.at(lake + "/enc/AAA.csv", LAYOUT));
    assertThat(bars.collect(here())).hasSize(2);
    assertThat(bars.collect(onSpark())).hasSize(2);
  }

  @Test
  @DisplayName("an object is found by its very name, also where that is a pattern")
  void namesThatArePatterns() {
    put(lake + "/[X].csv", "Date,Symbol,Close,Volume\n2020-01-06,AAA,1.5,1\n");
    put(lake + "/X.csv", "Date,Symbol,Close,Volume\n2020-01-06,BBB,1.5,1\n");
    BarsStage bars = BarsStage.from(CsvSource.at(lake + "/[X].csv", LAYOUT));
    assertThat(bars.collect(here()))
        .extracting(bar -> bar.ticker().symbol())
        .containsExactly("AAA");
    assertThat(bars.collect(onSpark())).isEqualTo(bars.collect(here()));
  }

  @Test
  @DisplayName("a pipeline writes to the lake on Spark what it writes there in one process")
  void equalToLocal() {
    BarsStage prices = prices();
    for (int again = 0; again < 2; again++) {
      RunReport onSpark = spikes(prices, lake + "/spark").run(onSpark());
      RunReport local = spikes(prices, lake + "/local").run(here());
      assertThat(onSpark.outputs())
          .extracting(RunReport.Written::rows)
          .isEqualTo(local.outputs().stream().map(RunReport.Written::rows).toList())
          .containsExactly(29L, 29L, 2L, 1L);
      for (String folder : List.of("/daily", "/by ticker")) {
        assertThat(parquet(lake + "/spark" + folder)).isEqualTo(parquet(lake + "/local" + folder));
      }
      for (String folder : List.of("/leaders", "/rejected")) {
        assertThat(csv(lake + "/spark" + folder))
            .hasSizeGreaterThan(1)
            .isEqualTo(csv(lake + "/local" + folder));
      }
      assertThat(hidden()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "of what the connector and the committer make, only the mark of success is published")
  void publishedObjects() {
    spikes(prices(), lake + "/out").run(onSpark());
    assertThat(gcs.calls())
        .as("folders that the connector makes in what is staged")
        .anyMatch(call -> call.target().contains("_temporary"));
    assertThat(names(lake + "/out"))
        .isNotEmpty()
        .allMatch(
            name ->
                name.matches("(daily|by ticker/ticker=[AB]{3})/part-[^/]*\\.parquet")
                    || name.matches("(leaders|rejected)/part-[^/]*\\.csv")
                    || name.matches("[^/]*/(_SUCCESS|\\.marketvolume)"));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({
    "/2020/b.csv, 1",
    "/2020, 1",
    "/2020/, 1",
    "/*, 29",
    "/20??/*.csv.gz, 28"
  })
  @DisplayName("a file, a folder or a glob names the same files on either runner")
  void locations(String location, int rows) {
    prices();
    BarsStage stage = BarsStage.from(CsvSource.at(lake + "/raw" + location, LAYOUT));
    assertThat(stage.collect(onSpark())).hasSize(rows).isEqualTo(stage.collect(here()));
  }

  @Test
  @DisplayName("a folder without files of its own is said to have none on either runner")
  void noFile() {
    prices();
    for (Runner runner : List.of(onSpark(), here())) {
      assertThatThrownBy(() -> BarsStage.from(CsvSource.at(lake + "/raw", LAYOUT)).collect(runner))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "there is no file at " + lake + "/raw; give a file, a folder with files, or a glob");
    }
  }

  @Test
  @DisplayName("either runner reads what the other wrote, replaces it, and finds it there")
  void eachReadsTheOther() {
    String folder = lake + "/daily";
    for (Runner writer : List.of(onSpark(), here(), onSpark())) {
      for (List<Bar> bars : List.of(OLD, NEW)) {
        writing(bars, folder).run(writer);
        assertThat(reading(onSpark(), folder)).isEqualTo(bars);
        assertThat(reading(here(), folder)).isEqualTo(bars);
      }
    }
    VolumePipeline unasked =
        VolumePipeline.named(
            "unasked", BarsStage.from(InMemoryBars.of(NEW)).into(ParquetSink.at(folder)));
    for (Runner runner : List.of(onSpark(), here())) {
      assertThatThrownBy(() -> unasked.run(runner))
          .isInstanceOf(SinkException.class)
          .hasMessage(
              folder
                  + " exists already; replace it with replacingExisting(), or choose another"
                  + " folder");
    }
  }

  @Test
  @DisplayName("folders here and in the lake are published together")
  void hereAndThere() {
    String local = scratch.resolve("out").toString();
    BarsStage stage = BarsStage.from(InMemoryBars.of(NEW));
    VolumePipeline both =
        VolumePipeline.named(
            "both",
            stage.into(ParquetSink.at(local).replacingExisting()),
            stage.into(ParquetSink.at(lake + "/daily").replacingExisting()));
    both.run(onSpark());
    assertThat(reading(here(), local)).isEqualTo(NEW);
    assertThat(reading(here(), lake + "/daily")).isEqualTo(NEW);
    gcs.faults().from("storage.objects.insert", 1, Fault.accessDenied());
    assertThatThrownBy(() -> both.run(onSpark()))
        .isInstanceOf(SinkException.class)
        .hasMessageStartingWith(lake + "/daily: cannot be staged: " + lake)
        .hasMessageContaining("permission is missing");
    assertThat(reading(here(), local)).isEqualTo(NEW);
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).containsExactly(Path.of(local));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ------------------------------------------------------------------------ Sources that change

  /** Something else happens while bars are checked, once. */
  private record Meddling(String name) implements BarRule {

    private static final AtomicReference<Runnable> WORK = new AtomicReference<>();

    @Override
    public String ruleName() {
      return name;
    }

    @Override
    public Optional<String> violation(Bar bar) {
      Runnable work = WORK.getAndSet(null);
      if (work != null) {
        work.run();
      }
      return Optional.empty();
    }
  }

  @Test
  @DisplayName("a file of the lake that changes or vanishes while it is read fails the run")
  void sourceChanges() {
    String file = lake + "/raw/2020/b.csv";
    BarsStage stage =
        prices().checkedBy(BarRules.standard().and(new Meddling("somebody-else-writes")));
    Meddling.WORK.set(() -> put(file, "Date,Symbol,Close,Volume\n2020-01-06,BBB,,6\n"));
    assertThatThrownBy(() -> stage.collect(onSpark()))
        .isInstanceOf(SourceException.class)
        .hasMessage(file + " changed while it was read; run again when nothing writes to it");
    Meddling.WORK.set(
        () -> {
          try {
            store.delete(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThatThrownBy(() -> stage.collect(onSpark()))
        .isInstanceOf(SourceException.class)
        .hasMessage(file + " vanished while it was read; run again");
  }

  @Test
  @DisplayName("what the connector is refused is said in one line; the old content stays")
  void refused() {
    String folder = lake + "/daily";
    writing(OLD, folder).run(onSpark());
    gcs.faults().from("storage.objects.rewrite", 1, Fault.accessDenied());
    assertThatThrownBy(() -> writing(NEW, folder).run(onSpark()))
        .isInstanceOf(VolumeException.class)
        .message()
        .doesNotContain("\n")
        .startsWith("Spark could not write " + folder + " (Parquet): Error copying 'gs://lake/");
    gcs.faults().clear();
    // The driver makes two objects before the connector makes any.
    gcs.faults().from("storage.objects.insert", 3, Fault.accessDenied());
    assertThatThrownBy(() -> writing(NEW, folder).run(onSpark()))
        .isInstanceOf(VolumeException.class)
        .hasMessage(
            "Spark could not write "
                + folder
                + " (Parquet): 403 Forbidden: Access Denied: the caller has no permission for"
                + " this");
    gcs.faults().clear();
    assertThat(hidden()).isEmpty();
    assertThat(content(onSpark(), folder)).isEqualTo("old");
    gcs.faults().from("storage.objects.list", 1, Fault.accessDenied());
    assertThatThrownBy(() -> reading(onSpark(), folder))
        .isInstanceOf(SourceException.class)
        .message()
        .doesNotContain("\n")
        .startsWith(folder + " cannot be listed: ");
  }

  @Test
  @DisplayName("a line that says what cannot be read, or listed, names it once")
  void locationsOnce() {
    String file = lake + "/a.csv";
    put(file, "Date,Symbol,Close,Volume\n2020-01-06,BBB,,5\n");
    BarsStage stage = BarsStage.from(CsvSource.at(file, LAYOUT));
    gcs.faults().at("storage.objects.get", 2, Fault.accessDenied());
    assertThatThrownBy(() -> stage.collect(onSpark()))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file
                + " cannot be read: Error accessing a.csv. reason=403 Forbidden: Access Denied: the"
                + " caller has no permission for this");
    gcs.faults().clear();
    gcs.faults().from("storage.objects.list", 1, Fault.accessDenied());
    assertThatThrownBy(() -> reading(onSpark(), lake))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            lake
                + " cannot be listed: Failed to get result: java.io.IOException: Error listing"
                + " locationsOnce/. reason=403 Forbidden: Access Denied: the caller has no"
                + " permission for this");
    gcs.faults().clear();
  }

  // ---------------------------------------------------------- The module without Google's client

  /** The module's classes anew, on a class path that Google's clients are not on. */
  private static final class WithoutGoogle extends ClassLoader {

    WithoutGoogle() {
      super(SparkGcsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.google.cloud.storage.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(GcsObjectStore.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static SparkRunner withoutGoogle() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutGoogle());
    try {
      return SparkRunner.on(spark);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  @DisplayName(
      "without Google's client a folder of the lake is refused, whatever Hadoop knows of it")
  void withoutClient() {
    String why =
        ", and io.github.marketvolume.gcp.GcsObjectStore of "
            + Path.of("target/classes").toAbsolutePath()
            + " cannot be loaded: class com.google.cloud.storage.StorageException is missing; add"
            + " io.github.marketvolume:volume-gcp with all its dependencies, or its classifier"
            + " shaded";
    SparkRunner runner = withoutGoogle();
    assertThatThrownBy(() -> writing(NEW, lake + "/daily").run(runner))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessage(
            lake
                + "/daily: the Spark runner knows no store for gs:"
                + why
                + "; or add the module that has one to the class path");
    assertThat(names(lake)).isEmpty();

    String here = scratch.resolve("here").toString();
    assertThat(writing(NEW, here).run(runner).warnings()).isEmpty();
    assertThat(reading(runner, here)).isEqualTo(NEW);

    put(lake + "/a.csv", "Date,Symbol,Close,Volume\n2020-01-06,BBB,,5\n");
    VolumePipeline fromLake =
        VolumePipeline.named(
            "read",
            BarsStage.from(CsvSource.at(lake + "/a.csv", LAYOUT))
                .into(ParquetSink.at(here).replacingExisting()));
    assertThat(fromLake.run(runner).warnings())
        .containsExactly(
            lake
                + "/a.csv: cannot determine whether a run is replacing its content, because there"
                + " is no store for it"
                + why);
  }

  // ------------------------------------------------------------------------------------ Trouble

  /** Puts the old content there again: the objects that a run once wrote. */
  private void putOld(String folder) {
    String template = lake + "/template";
    if (names(template).isEmpty()) {
      writing(OLD, template).run(onSpark());
    }
    for (String name : names(template)) {
      GcsUri from = GcsUri.parse(template + "/" + name);
      put(folder + "/" + name, gcs.bytes(from.bucket(), from.name()).orElseThrow());
    }
  }

  /** Whether a folder has the old content or the new one, whole, and nothing lies beside it. */
  private String settled(String folder) {
    VolumePipeline next =
        VolumePipeline.named(
            "next", BarsStage.from(InMemoryBars.of(List.of())).into(ParquetSink.at(folder)));
    assertThatThrownBy(() -> next.run(here()))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("exists already");
    assertThat(hidden()).isEmpty();
    return content(here(), folder);
  }

  private static String content(Runner runner, String folder) {
    List<Bar> bars = reading(runner, folder);
    assertThat(bars).isIn(OLD, NEW);
    return bars.equals(OLD) ? "old" : "new";
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a run that is cut off at an operation leaves the old or the new; the next repairs")
  void cutOff(boolean carriedOut) {
    cutOff(carriedOut, 8);
  }

  @FullBuild
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a run that is cut off at any operation leaves the old or the new; the next repairs")
  void cutOffAnywhere(boolean carriedOut) {
    cutOff(carriedOut, 1);
  }

  /** Cuts runs off at the first operation, and at each of so many after that. */
  private void cutOff(boolean carriedOut, int every) {
    Set<String> seen = new TreeSet<>();
    List<String> refusals = new ArrayList<>();
    for (int fatal = 1; ; fatal += every) {
      String folder = lake + carriedOut + "/" + fatal + "/daily";
      putOld(folder);
      CutOff cut = new CutOff(store, fatal, carriedOut);
      try {
        RunReport report = writing(NEW, folder).run(SparkRunner.on(spark).with(cut));
        if (cut.operations() < fatal) {
          assertThat(cut.operations()).isGreaterThan(30);
          break;
        }
        assertThat(report.warnings())
            .as("cut off when all was published")
            .singleElement()
            .asString()
            .contains("all of the run is published, but its traces cannot be deleted");
      } catch (VolumeException e) {
        assertThat(e.getMessage()).contains(folder).doesNotContain("\n");
      }
      String before;
      try {
        before = content(here(), folder);
      } catch (SourceException e) {
        before = "refused";
        refusals.add(folder);
        assertThat(e.getMessage())
            .matches(
                "\\Q%s\\E cannot be listed: run \\S+ is just putting new content into daily; read it"
                        .formatted(folder)
                    + " when that is done, or run again what was cut short");
        if (refusals.size() == 1) {
          assertThatThrownBy(() -> content(onSpark(), folder))
              .isInstanceOf(SourceException.class)
              .hasMessage(e.getMessage());
        }
      }
      String after = settled(folder);
      assertThat(before).isIn(after, "refused");
      seen.add(before + ", then " + after);
    }
    assertThat(seen).containsExactly("new, then new", "old, then old", "refused, then new");
    assertThat(refusals).hasSizeGreaterThan(5 / every);
  }

  @ParameterizedTest
  @ValueSource(strings = {"503", "lost answer"})
  @DisplayName(
      "a request that fails once, whichever it is, hardly ever fails a run, and never spoils a"
          + " folder")
  void someRequest(String name) {
    failAtRequests(name, 74);
  }

  @FullBuild
  @ParameterizedTest
  @ValueSource(strings = {"503", "lost answer"})
  @DisplayName("so it is with every eleventh request")
  void anyRequest(String name) {
    failAtRequests(name, 11);
  }

  private void failAtRequests(String name, int every) {
    Fault fault = name.equals("503") ? Fault.unavailable() : Fault.lostResponse();
    int published = 0;
    int failed = 0;
    for (int faulty = 1; ; faulty += every) {
      String folder = lake + name.charAt(0) + "/" + faulty + "/daily";
      putOld(folder);
      gcs.faults().at(Faults.ANY, faulty, fault);
      boolean done = true;
      try {
        writing(NEW, folder).run(onSpark());
        published++;
      } catch (VolumeException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        done = false;
        failed++;
      }
      boolean met = !gcs.faults().pending();
      gcs.faults().clear();
      String content = settled(folder);
      if (done) {
        assertThat(content).isEqualTo("new");
      }
      if (!met) {
        break;
      }
    }
    assertThat(published).isPositive().isGreaterThan(10 * failed);
  }
}
