package io.github.marketvolume.runners;

import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRule;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runner reads of each kind of source, and what it says where it cannot. */
public abstract class SourcesContract {

  private static final String YAHOO = "Date,Open,High,Low,Close,Adj Close,Volume\n";
  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  @TempDir private Path folder;

  /** The runner that reads, telling how it goes on. */
  protected abstract Runner runner(ProgressListener listener);

  /** A runner that has not read a large file to its end when it checks the first row of it. */
  protected abstract Runner patientRunner();

  /** A runner that reads. */
  protected final Runner runner() {
    return runner(step -> {});
  }

  /** The runner in the words of messages. */
  protected abstract String engine();

  /** What is said of a location whose scheme nobody knows. */
  protected abstract String unknownSchemeIsRefused(String location, String scheme);

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private List<Bar> read(Source<Bar> source) {
    return BarsStage.from(source).collect(runner());
  }

  /** Shows that a source cannot be read, and what is said, in whichever way it is asked for. */
  protected void assertRefused(Source<Bar> source, String message) {
    assertThatThrownBy(() -> read(source)).isInstanceOf(VolumeException.class).hasMessage(message);
    assertThatThrownBy(
            () ->
                VolumePipeline.named("test", BarsStage.from(source).into(new InMemorySink<>()))
                    .run(runner()))
        .isInstanceOf(VolumeException.class)
        .hasMessage(message);
  }

  @Test
  @DisplayName("a file, a folder, a glob, or several of them, each file once")
  void locations() throws IOException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("raw/BF.B.csv.gz", YAHOO + "2020-01-06,,,,,,2\n");
    write("raw/odd name, 100% [x] #1.csv", YAHOO + "2020-01-06,,,,,,3\n");
    write("raw/_SUCCESS", "");
    write("raw/.B.csv", "hidden");
    write("raw/below/D.csv", YAHOO + "2020-01-06,,,,,,4\n");
    Bar a = Bar.of("A", DAY, 1);
    Bar b = Bar.of("BF.B", DAY, 2);
    Bar d = Bar.of("D", DAY, 4);
    assertThat(read(CsvSource.at(at("raw/A.csv"), CsvLayout.YAHOO))).containsExactly(a);
    assertThat(read(CsvSource.at(folder.resolve("raw/A.csv").toUri().toString(), CsvLayout.YAHOO)))
        .containsExactly(a);
    assertThat(read(CsvSource.at(at("raw/{A,BF}*"), CsvLayout.YAHOO))).containsExactly(a, b);
    assertThat(
            read(
                CsvSource.at(
                    List.of(at("raw/below"), at("raw/A.csv"), at("raw/*.gz"), at("raw/A*")),
                    CsvLayout.YAHOO)))
        .containsExactly(a, b, d);
    assertThat(
            BarsStage.from(CsvSource.at(at("raw"), CsvLayout.YAHOO)).rejected().collect(runner()))
        .as("the folder without what is hidden or below; a name with spaces is no ticker")
        .extracting(RejectedRow::describe)
        .containsExactly(
            at("raw/odd name, 100% [x] #1.csv")
                + ":2: ticker \"odd name, 100% [x] #1\" is not 1 to 32 characters without white"
                + " space (rule ticker-is-valid)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone.csv", "gone/*.csv", "empty", "empty/*"})
  @DisplayName("a location without files is an error that names it")
  void nothingThere(String location) throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    write("here.csv", YAHOO + "2020-01-06,,,,,,1\n");
    String message =
        "there is no file at %s; give a file, a folder with files, or a glob"
            .formatted(at(location));
    assertRefused(CsvSource.at(List.of(at("here.csv"), at(location)), CsvLayout.YAHOO), message);
    assertRefused(ParquetSource.at(at(location)), message);
    assertRefused(
        ParquetSource.at("a:b.parquet"),
        "there is no file at a:b.parquet; give a file, a folder with files, or a glob");
  }

  @Test
  @DisplayName("a location that is nowhere is an error that names it")
  void unknownScheme() {
    String message = unknownSchemeIsRefused("nosuch://lake/a", "nosuch");
    assertRefused(CsvSource.at("nosuch://lake/a", CsvLayout.YAHOO), message);
    assertRefused(ParquetSource.at("nosuch://lake/a"), message);
  }

  @Test
  @DisplayName("a file that is not what it claims to be fails the run, or is one rejected row")
  void unfitFiles() throws IOException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("raw/B.csv", "{\"Error Message\": \"no such symbol\"}\n");
    write("raw/C.csv", "");
    write("raw/D.csv", "timestamp,open\n");
    byte[] packed = gzip(YAHOO + "2020-01-06,,,,,,5\n".repeat(10_000));
    Files.write(folder.resolve("raw/E.csv.gz"), Arrays.copyOf(packed, packed.length / 2));
    CsvSource all = CsvSource.at(at("raw"), CsvLayout.YAHOO);
    assertRefused(
        all,
        at("raw/B.csv")
            + " is a JSON text, not CSV; mend or remove it, or quarantine unreadable files");
    assertRefused(
        CsvSource.at(at("raw/E.csv.gz"), CsvLayout.YAHOO),
        at("raw/E.csv.gz")
            + " is cut off: its gzip stream ends early; mend or remove it, or quarantine"
            + " unreadable files");

    BarsStage quarantined = BarsStage.from(all.quarantiningUnreadableFiles());
    assertThat(quarantined.collect(runner())).containsExactly(Bar.of("A", DAY, 1));
    List<RejectedRow> rejected = quarantined.rejected().collect(runner());
    assertThat(rejected)
        .extracting(RejectedRow::describe)
        .containsExactly(
            at("raw/B.csv") + ": the file is a JSON text, not CSV (rule file-is-readable)",
            at("raw/C.csv") + ": the file is empty (rule file-is-readable)",
            at("raw/D.csv")
                + ": the file does not fit the yahoo layout: expected Date,Open,High,Low,Close,Adj"
                + " Close,Volume; found timestamp,open (rule file-is-readable)",
            at("raw/E.csv.gz")
                + ": the file is cut off: its gzip stream ends early (rule file-is-readable)");
    assertThat(rejected).allMatch(row -> row.line().isEmpty() && row.text().isEmpty());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "MARKET_DATA_DIR", matches = ".+")
  @DisplayName("a folder of real downloads is read but for the one that is an error text")
  void realDownloads() {
    String downloads = Path.of(System.getenv("MARKET_DATA_DIR"), "alphavantage").toString();
    CsvSource source = CsvSource.at(downloads, CsvLayout.ALPHA_VANTAGE);
    assertRefused(
        source,
        downloads
            + "/BF.B.csv is a JSON text, not CSV; mend or remove it, or quarantine unreadable"
            + " files");
    BarsStage bars = BarsStage.from(source.quarantiningUnreadableFiles());
    assertThat(bars.rejected().collect(runner()))
        .extracting(RejectedRow::describe)
        .containsExactly(
            downloads + "/BF.B.csv: the file is a JSON text, not CSV (rule file-is-readable)");
    assertThat(bars.collect(runner()).stream().map(Bar::ticker).distinct()).hasSize(21);
  }

  private byte[] gzip(String text) throws IOException {
    write("packed.gz", text);
    return Files.readAllBytes(folder.resolve("packed.gz"));
  }

  /** Writes Parquet of one ticker and day. */
  private void parquet(String name, String... volumes) {
    writeParquet(
        at(name),
        Stream.of(volumes)
            .map(
                volume ->
                    "select 'x' note, "
                        + volume
                        + " volume, 'A' ticker, date '2020-01-06' trade_date")
            .collect(Collectors.joining(" union all ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tinyint", "smallint", "integer", "bigint", "float", "double", "decimal(20, 2)"})
  @DisplayName("a volume may be of any numeric type, as long as it is whole")
  void numericTypes(String type) {
    parquet("seven.parquet", "7::" + type);
    assertThat(read(ParquetSource.at(at("seven.parquet")))).containsExactly(Bar.of("A", DAY, 7));
    parquet("none.parquet", "null::" + type);
    assertThat(read(ParquetSource.at(at("none.parquet")))).containsExactly(Bar.of("A", DAY, 0));
  }

  @Test
  @DisplayName("a volume that is not whole, infinite or too large is rejected, NaN is missing")
  void volumesThatAreNone() {
    parquet("bars.parquet", "12.6::double", "'inf'::double", "1e15::double", "'nan'::double", "-3");
    BarsStage bars = BarsStage.from(ParquetSource.at(at("bars.parquet")));
    String origin = at("bars.parquet") + ": volume ";
    assertThat(bars.collect(runner())).containsExactly(Bar.of("A", DAY, 0));
    assertThat(bars.rejected().collect(runner()))
        .extracting(RejectedRow::describe)
        .containsExactlyInAnyOrder(
            origin + "12.6 is not a whole number (rule volume-is-integer)",
            origin + "is infinite (rule volume-is-integer)",
            origin + "1000000000000000 has more than 15 digits (rule volume-is-integer)",
            origin + "-3 is negative (rule volume-is-not-negative)");
  }

  @Test
  @DisplayName("a row without date or ticker, or with an odd one, is rejected with its text")
  void keys() {
    writeParquet(
        at("bars.parquet"),
        "select d::date trade_date, t ticker, 1.5::float as close, 7::bigint volume from (values"
            + " (null, 'A'), ('2020-01-06', null), ('2020-01-06', 'A' || chr(10) || 'B'),"
            + " ('2020-01-06', 'OK')) rows(d, t)");
    BarsStage bars = BarsStage.from(ParquetSource.at(at("bars.parquet")));
    String origin = at("bars.parquet") + ": ";
    assertThat(bars.rejected().collect(runner()))
        .extracting(row -> row.describe() + "|" + row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            origin + "there is no date (rule date-is-present)|,A,,,,1.5,,7",
            origin + "there is no ticker (rule ticker-is-present)|2020-01-06,,,,,1.5,,7",
            origin
                + "ticker \"A\\u000aB\" is not 1 to 32 characters without white space (rule"
                + " ticker-is-valid)|2020-01-06,A\nB,,,,1.5,,7");
    assertThat(bars.collect(runner()))
        .containsExactly(
            Bar.builder().ticker(Ticker.of("OK")).tradeDate(DAY).close(1.5).volume(7).build());
  }

  static Stream<Arguments> unfitColumns() {
    return Stream.of(
        Arguments.of("ticker, volume", "column trade_date is missing; it must be of type date"),
        Arguments.of("trade_date, volume", "column ticker is missing; it must be of type string"),
        Arguments.of("trade_date, ticker", "column volume is missing; it must be of type number"),
        Arguments.of(
            "trade_date::varchar trade_date, ticker, volume",
            "column trade_date is of type string; it must be of type date"),
        Arguments.of(
            "trade_date::timestamptz trade_date, ticker, volume",
            "column trade_date is of type timestamp; it must be of type date"),
        Arguments.of(
            "trade_date, 7 as ticker, volume",
            "column ticker is of type int; it must be of type string"),
        Arguments.of(
            "trade_date, 7::bigint as ticker, volume",
            "column ticker is of type bigint; it must be of type string"),
        Arguments.of(
            "trade_date, ticker::blob ticker, volume",
            "column ticker is of type binary; it must be of type string"),
        Arguments.of(
            "trade_date, ticker, true as volume",
            "column volume is of type boolean; it must be of type number"),
        Arguments.of(
            "trade_date, ticker, volume, '12' as high",
            "column high is of type string; it must be of type number"));
  }

  @ParameterizedTest
  @MethodSource("unfitColumns")
  @DisplayName("columns that are missing or of another type are an error that names them")
  void unfitColumns(String columns, String problem) {
    writeParquet(
        at("bars.parquet"),
        "select " + columns + " from (select date '2020-01-06' trade_date, 'A' ticker, 7 volume)");
    assertRefused(ParquetSource.at(at("bars.parquet")), at("bars.parquet") + ": " + problem);
  }

  @Test
  @DisplayName("Parquet is read by name, without prices where there are none")
  void parquetByName() throws IOException {
    Files.createDirectory(folder.resolve("bars"));
    parquet("bars/a.parquet", "7");
    assertThat(read(ParquetSource.at(at("bars")))).containsExactly(Bar.of("A", DAY, 7));
    assertThat(read(ParquetSource.at(at("bars/*.parquet")))).containsExactly(Bar.of("A", DAY, 7));
  }

  @Test
  @DisplayName("what a Parquet sink wrote, in folders by ticker too, is read again")
  void parquetRoundTrip() {
    List<Bar> bars =
        List.of(
            Bar.builder().ticker(Ticker.of("A")).tradeDate(DAY).close(1.5).volume(7).build(),
            Bar.of("BRK.B", DAY, 8));
    BarsStage stage = BarsStage.from(InMemoryBars.of(bars));
    VolumePipeline.named(
            "two",
            stage.into(ParquetSink.at(at("flat"))),
            stage.into(ParquetSink.at(at("by_ticker")).partitionedBy("ticker")))
        .run(runner());
    assertThat(read(ParquetSource.at(at("flat")))).isEqualTo(bars);
    assertThat(read(ParquetSource.at(at("by_ticker")))).isEqualTo(bars);
  }

  @Test
  @DisplayName("a source that is split gives what it gives whole")
  void splitSource() {
    SyntheticMarket market =
        SyntheticMarket.standard()
            .withTickers(12)
            .between(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 3, 31));
    BarsStage bars = BarsStage.from(market);
    assertThat(bars.collect(runner()))
        .hasSizeGreaterThan(500)
        .isEqualTo(bars.collect(ReferenceRunner.create()));
  }

  /** Bars in several parts, some of them bad. */
  private record Parts(List<InMemoryBars> parts) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      return parts.stream().flatMap(part -> part.bars().stream()).iterator();
    }

    @Override
    public List<RowSource<Bar>> split() {
      return List.copyOf(parts);
    }

    @Override
    public String describe() {
      return "parts";
    }
  }

  @Test
  @DisplayName("a row of a split source is placed where it is in the whole")
  void splitSourcePlaces() {
    Bar bad = Bar.of("A", DAY, -1);
    Parts parts =
        new Parts(
            List.of(
                InMemoryBars.of(Bar.of("A", DAY, 1), bad),
                InMemoryBars.of(Bar.of("B", DAY, 1), Bar.of("C", DAY, 1)),
                InMemoryBars.of(bad, Bar.of("B", DAY, 2))));
    BarsStage bars = BarsStage.from(parts);
    assertThat(bars.rejected().collect(runner()))
        .isEqualTo(bars.rejected().collect(ReferenceRunner.create()))
        .extracting(RejectedRow::line)
        .containsExactly(
            OptionalLong.of(2), OptionalLong.of(3), OptionalLong.of(5), OptionalLong.of(6));
  }

  /** A source that fails when it is read. */
  private record Broken(int parts) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      throw new IllegalStateException("the line is down\nat 12:00");
    }

    @Override
    public List<RowSource<Bar>> split() {
      return Collections.nCopies(parts, this);
    }

    @Override
    public String describe() {
      return "a broken line";
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName("what a source throws is told in one line, with what was being done")
  void brokenSource(int parts) {
    assertThatThrownBy(() -> read(new Broken(parts)))
        .isInstanceOf(VolumeException.class)
        .hasMessage(engine() + " could not read and check a broken line: the line is down");
  }

  /** A rule that nothing breaks, and that does something to the world when it is first asked. */
  private record Meddling(String id) implements BarRule {

    private static final Map<String, Runnable> WORK = new ConcurrentHashMap<>();

    static Meddling by(Runnable work) {
      Meddling meddling = new Meddling(UUID.randomUUID().toString());
      WORK.put(meddling.id, work);
      return meddling;
    }

    @Override
    public String ruleName() {
      return "meddling";
    }

    @Override
    public Optional<String> violation(Bar bar) {
      Runnable work = WORK.remove(id);
      if (work != null) {
        work.run();
      }
      return Optional.empty();
    }
  }

  private static final CsvLayout NOTED = CsvLayout.named("noted").date("d").ticker("t").volume("v");

  /** What may happen to a file, and what is said of it. */
  private enum Mishap {
    CHANGES(" changed while it was read; run again when nothing writes to it") {
      @Override
      void happen(Path file) {
        try {
          Files.writeString(file, "more", StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    },
    VANISHES(" vanished while it was read; run again") {
      @Override
      void happen(Path file) {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };

    final String message;

    Mishap(String message) {
      this.message = message;
    }

    abstract void happen(Path file);
  }

  static Stream<Arguments> mishaps() {
    return Stream.of("large.csv", "large.csv.gz", "large.parquet")
        .flatMap(name -> Stream.of(Mishap.values()).map(mishap -> Arguments.of(name, mishap)));
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  @DisplayName("a file that changes or vanishes while it is read fails the run, and says so")
  void mishapWhileItIsRead(String name, Mishap mishap) throws IOException {
    Source<Bar> source = large(name);
    Path file = folder.resolve(name);
    BarsStage old = BarsStage.from(InMemoryBars.of(Bar.of("OLD", DAY, 1)));
    VolumePipeline.named("old", old.into(CsvSink.at(at("out")))).run(runner());
    Map<String, String> before = FolderContent.of(folder.resolve("out"));

    BarsStage bars =
        BarsStage.from(source)
            .checkedBy(BarRules.standard().and(Meddling.by(() -> mishap.happen(file))));
    assertThatThrownBy(
            () ->
                VolumePipeline.named("new", bars.into(CsvSink.at(at("out")).replacingExisting()))
                    .run(patientRunner()))
        .isInstanceOf(SourceException.class)
        .hasMessage(file + mishap.message);
    assertThat(FolderContent.of(folder.resolve("out"))).isEqualTo(before);
    Files.deleteIfExists(file);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("out"));
    }
  }

  /** A file that no reader takes in at once. */
  private Source<Bar> large(String name) throws IOException {
    if (name.endsWith(".parquet")) {
      writeParquet(
          at(name),
          "select date '1700-01-01' + (i // 10)::int trade_date, 'T' || i % 10 ticker, i volume"
              + " from range(0, 300000) rows(i)");
      return ParquetSource.at(at(name));
    }
    String note = "x".repeat(1_000);
    StringBuilder text = new StringBuilder("d,t,v,note\n");
    for (int i = 0; i < 10_000; i++) {
      text.append(DAY.minusDays(i / 10)).append(",T").append(i % 10).append(",1,");
      text.append(note).append('\n');
    }
    write(name, text.toString());
    return CsvSource.at(at(name), NOTED);
  }

  @ParameterizedTest
  @EnumSource(Mishap.class)
  @DisplayName("a file that changes before the texts of rejected rows are fetched fails the run")
  void mishapBeforeTextsAreFetched(Mishap mishap) throws IOException {
    write("a.csv", "d,t,v\n2020-01-06,A,1\n2020-01-06,A,2\n");
    Path file = folder.resolve("a.csv");
    var rejected = BarsStage.from(CsvSource.at(file.toString(), NOTED)).rejected();
    assertThat(rejected.collect(runner())).hasSize(2);
    Runner meddling =
        runner(
            step -> {
              if (step.startsWith("write ") || step.startsWith("collect ")) {
                mishap.happen(file);
              }
            });
    assertThatThrownBy(() -> rejected.collect(meddling))
        .isInstanceOf(SourceException.class)
        .hasMessage(file + mishap.message);
    write("a.csv", "d,t,v\n2020-01-06,A,1\n2020-01-06,A,2\n");
    assertThatThrownBy(
            () -> VolumePipeline.named("test", rejected.into(CsvSink.at(at("out")))).run(meddling))
        .isInstanceOf(SourceException.class)
        .hasMessage(file + mishap.message);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  @DisplayName("a file that is new in a folder while it is read is left to the next run")
  void newFile() throws IOException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    BarsStage bars =
        BarsStage.from(CsvSource.at(at("raw"), CsvLayout.YAHOO))
            .checkedBy(
                BarRules.standard()
                    .and(
                        Meddling.by(
                            () -> {
                              try {
                                write("raw/B.csv", YAHOO + "2020-01-06,,,,,,1\n");
                              } catch (IOException e) {
                                throw new UncheckedIOException(e);
                              }
                            })));
    assertThat(bars.collect(runner())).hasSize(1);
    assertThat(bars.collect(runner())).hasSize(2);
  }

  @Test
  @DisplayName("tickers are read from folders as they were written, whatever they look like")
  void oddTickersInFolders() {
    List<String> tickers =
        List.of("007", "1E5", "A/B", "A=B", "B:C", "^GSPC", "a%20b", "true", "x*y?", "ÅÄÖ", "#1");
    BarsStage bars =
        BarsStage.from(
            InMemoryBars.of(tickers.stream().map(ticker -> Bar.of(ticker, DAY, 5)).toList()));
    RunReport report =
        VolumePipeline.named(
                "odd",
                bars.into(ParquetSink.at(at("all")).partitionedBy("ticker")),
                bars.into(ParquetSink.at(at("both")).partitionedBy("ticker", "trade_date")))
            .run(runner());
    assertThat(report.outputs()).extracting(RunReport.Written::rows).containsOnly(11L);
    for (String folder : List.of("all", "both")) {
      assertThat(read(ParquetSource.at(at(folder))))
          .as(folder)
          .extracting(bar -> bar.ticker().toString())
          .containsExactlyElementsOf(tickers.stream().sorted().toList());
    }
  }

  @Test
  @DisplayName("tickers that are numbers are tickers, in folders too")
  void numericTickersInFolders() {
    List<Bar> bars = List.of(Bar.of("0700", DAY, 5), Bar.of("7203", DAY, 6));
    VolumePipeline.named(
            "numbers",
            BarsStage.from(InMemoryBars.of(bars))
                .into(ParquetSink.at(at("bars")).partitionedBy("ticker")))
        .run(runner());
    assertThat(read(ParquetSource.at(at("bars")))).isEqualTo(bars);
  }
}
