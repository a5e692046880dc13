package io.github.marketvolume.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.testing.ReferenceRunner;
import io.github.marketvolume.testing.SyntheticMarket;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark reads of each kind of source, and what it says where it cannot. */
class SparkSourcesTest {

  private static final String YAHOO = "Date,Open,High,Low,Close,Adj Close,Volume\n";
  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final SparkSession SPARK = SparkSessions.shared();
  private static final SparkRunner RUNNER = SparkRunner.on(SPARK);

  @TempDir private Path folder;

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

  private static List<Bar> read(Source<Bar> source) {
    return BarsStage.from(source).collect(RUNNER);
  }

  private static void assertRefused(Source<Bar> source, String message) {
    assertThatThrownBy(() -> read(source)).isInstanceOf(SourceException.class).hasMessage(message);
    assertThatThrownBy(() -> RUNNER.dataset(BarsStage.from(source)))
        .isInstanceOf(SourceException.class)
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
    assertThat(BarsStage.from(CsvSource.at(at("raw"), CsvLayout.YAHOO)).rejected().collect(RUNNER))
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
  }

  static Stream<Arguments> noLocations() {
    return Stream.of(
        Arguments.of(
            "a:b.csv",
            "a:b.csv cannot be listed: java.net.URISyntaxException: Relative path in absolute URI:"
                + " a:b.csv"),
        Arguments.of("", " cannot be listed: Can not create a Path from an empty string"),
        Arguments.of(
            "nosuch://lake/a.csv",
            "nosuch://lake/a.csv cannot be listed: No FileSystem for scheme \"nosuch\""));
  }

  @ParameterizedTest
  @MethodSource("noLocations")
  @DisplayName("what is no location at all is an error that names it")
  void noLocations(String location, String message) {
    assertRefused(CsvSource.at(location, CsvLayout.YAHOO), message);
    assertRefused(ParquetSource.at(location), message);
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
    assertThat(quarantined.collect(RUNNER)).containsExactly(Bar.of("A", DAY, 1));
    List<RejectedRow> rejected = quarantined.rejected().collect(RUNNER);
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
    assertThat(bars.rejected().collect(RUNNER))
        .extracting(RejectedRow::describe)
        .containsExactly(
            downloads + "/BF.B.csv: the file is a JSON text, not CSV (rule file-is-readable)");
    assertThat(bars.collect(RUNNER).stream().map(Bar::ticker).distinct()).hasSize(21);
  }

  private byte[] gzip(String text) throws IOException {
    write("packed.gz", text);
    return Files.readAllBytes(folder.resolve("packed.gz"));
  }

  private static Dataset<Row> dataset(DataType number, Object... volumes) {
    StructType type =
        new StructType()
            .add("note", DataTypes.StringType)
            .add("volume", number)
            .add("ticker", DataTypes.StringType)
            .add("trade_date", DataTypes.DateType);
    List<Row> rows =
        Arrays.stream(volumes)
            .map(volume -> RowFactory.create("x", volume, "A", Date.valueOf(DAY)))
            .toList();
    return SPARK.createDataFrame(rows, type);
  }

  static Stream<Arguments> numericTypes() {
    return Stream.of(
        Arguments.of(DataTypes.ShortType, (short) 7),
        Arguments.of(DataTypes.IntegerType, 7),
        Arguments.of(DataTypes.LongType, 7L),
        Arguments.of(DataTypes.FloatType, 7f),
        Arguments.of(DataTypes.DoubleType, 7d),
        Arguments.of(DataTypes.createDecimalType(20, 2), new BigDecimal("7.00")));
  }

  @ParameterizedTest
  @MethodSource("numericTypes")
  @DisplayName("a dataset's volume may be of any numeric type, as long as it is whole")
  void datasetVolumes(DataType type, Object volume) {
    assertThat(read(DatasetSource.of(dataset(type, volume)))).containsExactly(Bar.of("A", DAY, 7));
    assertThat(read(DatasetSource.of(dataset(type, (Object) null))))
        .containsExactly(Bar.of("A", DAY, 0));
  }

  @Test
  @DisplayName("a volume that is not whole, infinite or too large is rejected, NaN is missing")
  void datasetVolumesThatAreNone() {
    BarsStage bars =
        BarsStage.from(
            DatasetSource.of(
                dataset(
                    DataTypes.DoubleType, 12.6, Double.POSITIVE_INFINITY, 1e15, Double.NaN, -3d)));
    assertThat(bars.collect(RUNNER)).containsExactly(Bar.of("A", DAY, 0));
    assertThat(bars.rejected().collect(RUNNER))
        .extracting(RejectedRow::describe)
        .containsExactlyInAnyOrder(
            "a Spark dataset: volume 12.6 is not a whole number (rule volume-is-integer)",
            "a Spark dataset: volume is infinite (rule volume-is-integer)",
            "a Spark dataset: volume 1000000000000000 has more than 15 digits (rule"
                + " volume-is-integer)",
            "a Spark dataset: volume -3 is negative (rule volume-is-not-negative)");
  }

  @Test
  @DisplayName(
      "a dataset's row without date or ticker, or with an odd one, is rejected with its text")
  void datasetKeys() {
    StructType type =
        new StructType()
            .add("trade_date", DataTypes.DateType)
            .add("ticker", DataTypes.StringType)
            .add("close", DataTypes.FloatType)
            .add("volume", DataTypes.LongType);
    List<Row> rows =
        List.of(
            RowFactory.create(null, "A", 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), null, 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), "A\nB", 1.5f, 7L),
            RowFactory.create(Date.valueOf(DAY), "OK", 1.5f, 7L));
    BarsStage bars = BarsStage.from(DatasetSource.of(SPARK.createDataFrame(rows, type)));
    assertThat(bars.rejected().collect(RUNNER))
        .extracting(row -> row.describe() + "|" + row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            "a Spark dataset: there is no date (rule date-is-present)|,A,,,,1.5,,7",
            "a Spark dataset: there is no ticker (rule ticker-is-present)|2020-01-06,,,,,1.5,,7",
            "a Spark dataset: ticker \"A\\u000aB\" is not 1 to 32 characters without white space"
                + " (rule ticker-is-valid)|2020-01-06,A\nB,,,,1.5,,7");
    assertThat(bars.collect(RUNNER))
        .containsExactly(
            Bar.builder().ticker(Ticker.of("OK")).tradeDate(DAY).close(1.5).volume(7).build());
  }

  static Stream<Arguments> unfitColumns() {
    return Stream.of(
        Arguments.of("ticker, volume", "column trade_date is missing; it must be of type date"),
        Arguments.of("trade_date, volume", "column ticker is missing; it must be of type string"),
        Arguments.of("trade_date, ticker", "column volume is missing; it must be of type number"),
        Arguments.of(
            "cast(trade_date as string) trade_date, ticker, volume",
            "column trade_date is of type string; it must be of type date"),
        Arguments.of(
            "trade_date, 7 as ticker, volume",
            "column ticker is of type int; it must be of type string"),
        Arguments.of(
            "trade_date, ticker, volume, '12' as high",
            "column high is of type string; it must be of type number"));
  }

  @ParameterizedTest
  @MethodSource("unfitColumns")
  @DisplayName("columns that are missing or of another type are an error that names them")
  void unfitColumns(String columns, String problem) {
    Dataset<Row> rows = dataset(DataTypes.LongType, 7L).selectExpr(columns.split(", "));
    assertRefused(DatasetSource.of(rows), "a Spark dataset: " + problem);
    rows.write().parquet(at("bars"));
    assertRefused(ParquetSource.at(at("bars")), at("bars") + " (Parquet): " + problem);
  }

  @Test
  @DisplayName("Parquet is read by name, without prices where there are none")
  void parquet() {
    dataset(DataTypes.IntegerType, 7).write().parquet(at("bars"));
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
        .run(RUNNER);
    assertThat(read(ParquetSource.at(at("flat")))).isEqualTo(bars);
    assertThat(read(ParquetSource.at(at("by_ticker")))).isEqualTo(bars);
  }

  @Test
  @DisplayName("a file that is not Parquet is an error that names the source")
  void notParquet() throws IOException {
    write("bars.parquet", "Date,Volume\n");
    assertThatThrownBy(() -> read(ParquetSource.at(at("bars.parquet"))))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(at("bars.parquet") + " (Parquet) cannot be read: ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  @DisplayName("a source that is split gives what it gives whole")
  void splitSource() {
    SyntheticMarket market =
        SyntheticMarket.standard()
            .withTickers(12)
            .between(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 3, 31));
    BarsStage bars = BarsStage.from(market);
    assertThat(bars.collect(RUNNER))
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
    assertThat(bars.rejected().collect(RUNNER))
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
        .hasMessage("Spark could not read and check a broken line: the line is down");
  }
}
