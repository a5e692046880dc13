package io.github.marketvolume.runners;

import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import io.github.marketvolume.io.NumberForm;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
                + ":2: ticker \"odd name, 100% [x] #1\" is not 1 to 32 visible characters without"
                + " white space (rule ticker-is-valid)");
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
  @DisplayName("a location that does not exist is an error that names it")
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

  private RunReport report(Source<Bar> source) {
    return VolumePipeline.named("test", BarsStage.from(source).into(new InMemorySink<>()))
        .run(runner());
  }

  @Test
  @DisplayName("a part without rows contributes none: a header only, or nothing at all (A12)")
  void partsWithoutRows() throws IOException {
    write("parts/part-0.csv", "d,t,v\n2020-01-06,A,1\n");
    write("parts/part-1.csv", "d,t,v\n");
    write("parts/part-2.csv", "");
    write("parts/part-3.csv.gz", "d,t,v\n\n");
    write("parts/part-4.csv.gz", "");
    write("parts/_SUCCESS", "");
    CsvSource parts = CsvSource.at(at("parts"), NOTED);
    for (CsvSource each : List.of(parts, parts.quarantiningUnreadableFiles())) {
      assertThat(read(each)).containsExactly(Bar.of("A", DAY, 1));
      assertThat(BarsStage.from(each).rejected().collect(runner())).isEmpty();
      assertThat(report(each).warnings())
          .containsExactly(at("parts/part-1.csv") + " and 3 more files have no rows");
    }
    write("two/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("two/B.csv", YAHOO);
    assertThat(report(CsvSource.at(at("two"), CsvLayout.YAHOO)).warnings())
        .containsExactly(at("two/B.csv") + " has no rows");
  }

  @Test
  @DisplayName("an empty file that is named after its ticker is not what it claims to be")
  void emptyFileOfATicker() throws IOException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("raw/B.csv", "");
    assertRefused(
        CsvSource.at(at("raw"), CsvLayout.YAHOO),
        at("raw/B.csv") + " is empty; mend or remove it, or quarantine unreadable files");
    write("packed/part-0.csv", "d,t,v\n2020-01-06,A,1\n");
    Files.write(folder.resolve("packed/part-1.csv.gz"), new byte[0]);
    assertRefused(
        CsvSource.at(at("packed"), NOTED),
        at("packed/part-1.csv.gz")
            + " is empty; mend or remove it, or quarantine unreadable files");
  }

  @Test
  @DisplayName("an input without any row is one error")
  void noRowAtAll() throws IOException {
    write("parts/part-0.csv", "d,t,v\n");
    CsvSource one = CsvSource.at(at("parts"), NOTED);
    assertRefused(
        one,
        at("parts/part-0.csv")
            + " has a header and no rows; mend or remove it, or quarantine unreadable files");
    write("parts/part-1.csv", "");
    write("parts/part-2.csv", "d,t,v\n\n");
    for (CsvSource each : List.of(one, one.quarantiningUnreadableFiles())) {
      assertRefused(
          each,
          each.describe() + ": none of its 3 files has a row; check that they are the right ones");
    }
  }

  @Test
  @DisplayName("a CSV folder that a sink wrote without rows is a part without rows")
  void sinkWithoutRows() throws IOException {
    BarsStage some = BarsStage.from(InMemoryBars.of(Bar.of("A", DAY, 1)));
    VolumePipeline.named(
            "two",
            some.into(CsvSink.at(at("some"))),
            some.rejected().into(CsvSink.at(at("rejected"))),
            some.between(DAY.plusDays(1), DAY.plusDays(2)).into(CsvSink.at(at("none"))))
        .run(runner());
    CsvLayout written =
        CsvLayout.named("written").date("trade_date").ticker("ticker").volume("volume");
    assertThat(read(CsvSource.at(List.of(at("some"), at("none")), written)))
        .containsExactly(Bar.of("A", DAY, 1));
  }

  @Test
  @DisplayName("hidden files that may hold data are a warning, and are read if named (E15)")
  void hiddenFiles() throws IOException {
    String text = YAHOO + "2020-01-06,,,,,,1\n";
    write("raw/aapl.us.txt", text);
    write("raw/_prn.us.txt", text);
    String told =
        "%s was not read: a name that begins with a dot or an underscore is hidden; to read it,"
            + " name it";
    for (String location : List.of("raw", "raw/*.us.txt", "r*/*")) {
      RunReport report = report(CsvSource.at(at(location), CsvLayout.YAHOO));
      assertThat(report.rowsRead()).isEqualTo(1);
      assertThat(report.warnings()).containsExactly(told.formatted(at("raw/_prn.us.txt")));
    }
    for (String location : List.of("raw/_prn.us.txt", "raw/_*.us.txt", "raw/_prn.us.[t]xt")) {
      assertThat(read(CsvSource.at(at(location), CsvLayout.YAHOO)))
          .containsExactly(Bar.of("_prn.us", DAY, 1));
    }
    RunReport both =
        report(CsvSource.at(List.of(at("raw"), at("raw/_prn.us.txt")), CsvLayout.YAHOO));
    assertThat(both.rowsRead()).isEqualTo(2);
    assertThat(both.warnings()).isEmpty();
    write("raw/.aux.us.txt.gz", text);
    write("raw/_con.us.txt", text);
    assertThat(report(CsvSource.at(at("raw"), CsvLayout.YAHOO)).warnings())
        .containsExactly(
            at("raw/.aux.us.txt.gz")
                + " and 2 more were not read: names that begin with a dot or an underscore are"
                + " hidden; to read them, name them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_SUCCESS",
        "_SUCCESS.crc",
        "_committed_1234",
        "_started_1234",
        "_metadata",
        ".DS_Store",
        "._A.csv",
        ".~lock.A.csv#",
        ".A.csv.crc",
        ".A.csv.swp",
        ".daily.1.pending",
        "_A.csv~",
        "_A.csv.tmp",
        "_temporary/0/A.csv",
        "_delta_log/0.json",
        "_below/A.csv",
        ".ipynb_checkpoints/A.csv"
      })
  @DisplayName("markers and temporary files of known programs are skipped silently")
  void markers(String name) throws IOException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("raw/" + name, "something");
    assertThat(report(CsvSource.at(at("raw"), CsvLayout.YAHOO)).warnings()).isEmpty();
  }

  @Test
  @DisplayName("a file is found by its exact name, even if the name is a pattern")
  void namesThatArePatterns() throws IOException {
    write("raw/[X].csv", YAHOO + "2020-01-06,,,,,,1\n");
    write("raw/X.csv", YAHOO + "2020-01-06,,,,,,2\n");
    assertThat(read(CsvSource.at(at("raw/[X].csv"), CsvLayout.YAHOO)))
        .containsExactly(Bar.of("[X]", DAY, 1));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(60)
  @DisplayName("a pipe is refused in one line, without waiting for it")
  void pipes() throws IOException, InterruptedException {
    write("raw/A.csv", YAHOO + "2020-01-06,,,,,,1\n");
    Process made =
        new ProcessBuilder("mkfifo", at("raw/B.csv"), at("pipe.parquet")).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    String problem =
        " is a pipe or a device, not a file; write its content to a file, and read that";
    for (String location : List.of("raw", "raw/B.csv", "raw/*.csv")) {
      CsvSource source = CsvSource.at(at(location), CsvLayout.YAHOO);
      assertRefused(source, at("raw/B.csv") + problem);
      assertRefused(source.quarantiningUnreadableFiles(), at("raw/B.csv") + problem);
    }
    assertRefused(ParquetSource.at(at("pipe.parquet")), at("pipe.parquet") + problem);
    assertRefused(CsvSource.at("/dev/zero", CsvLayout.YAHOO), "/dev/zero" + problem);
  }

  static Stream<Arguments> longLines() {
    return Stream.of("long.csv", "long.csv.gz")
        .flatMap(
            name ->
                Stream.of((1 << 20) + 1, 5 << 20, 40 << 20)
                    .map(length -> Arguments.of(name, length)));
  }

  @ParameterizedTest
  @MethodSource("longLines")
  @DisplayName("a line of more than 1 MB fails the run, or is one rejected row, its text cut short")
  void longLines(String name, int length) throws IOException {
    String most = "2020-01-09,D,4," + "x".repeat((1 << 20) - 15);
    write(
        name,
        "d,t,v,note\n2020-01-06,A,1,\n2020-01-07,B,2,"
            + "é".repeat((length - 15) / 2 + 1)
            + "\n2020-01-08,C,3,\n"
            + most
            + "\n2020-01-08,C,5,\n");
    CsvSource source = CsvSource.at(at(name), NOTED);
    assertRefused(
        source,
        at(name)
            + " has a line of more than 1 MB; mend or remove it, or quarantine unreadable files");
    BarsStage bars =
        BarsStage.from(source.quarantiningUnreadableFiles())
            .checkedBy(BarRules.standard().withoutLimits());
    assertThat(bars.collect(runner()))
        .containsExactly(Bar.of("A", DAY, 1), Bar.of("D", DAY.plusDays(3), 4));
    List<RejectedRow> rejected = bars.rejected().collect(runner());
    String conflict = ": 2 bars of C on 2020-01-08 differ (rule bars-do-not-conflict)";
    assertThat(rejected)
        .extracting(RejectedRow::describe)
        .containsExactlyInAnyOrder(
            at(name) + ":3: the line has more than 1 MB (rule row-is-complete)",
            at(name) + ":4" + conflict,
            at(name) + ":6" + conflict);
    assertThat(rejected)
        .extracting(row -> row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            "2020-01-07,B,2," + "é".repeat(504) + "…", "2020-01-08,C,3,", "2020-01-08,C,5,");
  }

  @Test
  @DisplayName("a header of more than 1 MB is invalid, and makes its file one rejected row")
  void longHeader() throws IOException {
    write("A.csv", YAHOO.strip() + ",x".repeat(1 << 20) + "\n2020-01-06,,,,,,1\n");
    CsvSource source = CsvSource.at(at("A.csv"), CsvLayout.YAHOO);
    assertRefused(
        source,
        at("A.csv")
            + " has a line of more than 1 MB; mend or remove it, or quarantine unreadable files");
    assertThat(BarsStage.from(source.quarantiningUnreadableFiles()).rejected().collect(runner()))
        .extracting(RejectedRow::describe)
        .containsExactly(
            at("A.csv") + ": the file has a line of more than 1 MB (rule file-is-readable)");
  }

  static Stream<Arguments> damagedMembers() {
    String notGzip = "is damaged: its gzip stream has bytes that are not gzip";
    String cut = "is cut off: its gzip stream ends early";
    return Stream.of(
        Arguments.of("a magic number", 0, 0, notGzip),
        Arguments.of("another one", 1, 0, notGzip),
        Arguments.of("a method", 2, 0, "is damaged: a gzip header names an unknown method"),
        Arguments.of("flags", 3, 0, "is damaged: a gzip header has unknown flags"),
        Arguments.of("a trailer", -5, 0, "is damaged: Corrupt GZIP trailer"),
        Arguments.of("a length", -1, 0, "is damaged: Corrupt GZIP trailer"),
        Arguments.of("cut within a header", -1, -1, cut),
        Arguments.of("cut within a member", -1, -2, cut),
        Arguments.of("bytes behind", -1, 1, notGzip));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedMembers")
  @DisplayName("a damaged or truncated later member of a gzip file is an error (R1)")
  void damagedMembers(String what, int place, int change, String problem) throws IOException {
    List<byte[]> members = new ArrayList<>();
    StringBuilder text = new StringBuilder("d,t,v\n");
    for (int m = 0; m < 3; m++) {
      for (int i = 0; i < 3_000; i++) {
        text.append("2020-01-06,T").append(m * 3_000 + i).append(',').append(i + 1).append('\n');
      }
      members.add(gzip(text.toString()));
      text.setLength(0);
    }
    byte[] second = members.get(1);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(members.get(0));
    switch (change) {
      case -1 -> all.write(second, 0, 7);
      case -2 -> all.write(second, 0, second.length / 2);
      case 1 -> all.writeBytes(second);
      default -> {
        second[place < 0 ? second.length + place : place] ^= (byte) (place == 3 ? 0x40 : 0x10);
        all.writeBytes(second);
        all.writeBytes(members.get(2));
      }
    }
    if (change == 1) {
      all.write('x');
    }
    Files.write(folder.resolve("m.csv.gz"), all.toByteArray());
    CsvSource source = CsvSource.at(at("m.csv.gz"), NOTED);
    assertRefused(
        source,
        at("m.csv.gz") + " " + problem + "; mend or remove it, or quarantine unreadable files");
    BarsStage quarantined =
        BarsStage.from(source.quarantiningUnreadableFiles())
            .checkedBy(BarRules.standard().withoutLimits());
    assertThat(quarantined.collect(runner())).isEmpty();
    assertThat(quarantined.rejected().collect(runner()))
        .extracting(RejectedRow::describe)
        .containsExactly(at("m.csv.gz") + ": the file " + problem + " (rule file-is-readable)");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "MARKET_DATA_DIR", matches = ".+")
  @DisplayName("a folder of real downloads is read, except the file that is an error text")
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
  void invalidVolumes() {
    parquet("bars.parquet", "12.6::double", "'inf'::double", "1e15::double", "'nan'::double", "-3");
    BarsStage bars =
        BarsStage.from(ParquetSource.at(at("bars.parquet")))
            .checkedBy(BarRules.standard().failingAbove(1));
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
    BarsStage bars =
        BarsStage.from(ParquetSource.at(at("bars.parquet")))
            .checkedBy(BarRules.standard().failingAbove(1));
    String origin = at("bars.parquet") + ": ";
    assertThat(bars.rejected().collect(runner()))
        .extracting(row -> row.describe() + "|" + row.text().orElseThrow())
        .containsExactlyInAnyOrder(
            origin + "there is no date (rule date-is-present)|,A,,,,1.5,,7",
            origin + "there is no ticker (rule ticker-is-present)|2020-01-06,,,,,1.5,,7",
            origin
                + "ticker \"A\\u000aB\" is not 1 to 32 visible characters without white space (rule"
                + " ticker-is-valid)|2020-01-06,A\nB,,,,1.5,,7");
    assertThat(bars.collect(runner()))
        .containsExactly(
            Bar.builder().ticker(Ticker.of("OK")).tradeDate(DAY).close(1.5).volume(7).build());
  }

  static Stream<Arguments> unfitColumns() {
    return Stream.of(
        Arguments.of(
            "ticker, volume",
            "column trade_date is missing; it must be of type date, or describe the files by a"
                + " ParquetLayout"),
        Arguments.of(
            "trade_date, volume",
            "column ticker is missing; it must be of type string, or describe the files by a"
                + " ParquetLayout"),
        Arguments.of(
            "trade_date, ticker",
            "column volume is missing; it must be of type number, or describe the files by a"
                + " ParquetLayout"),
        Arguments.of(
            "trade_date::varchar trade_date, ticker, volume",
            "column trade_date is of type string; it must be of type date, or describe the files by"
                + " a ParquetLayout"),
        Arguments.of(
            "trade_date::timestamptz trade_date, ticker, volume",
            "column trade_date is of type timestamp; it must be of type date, or describe the files"
                + " by a ParquetLayout"),
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
  @DisplayName("Parquet is read by the names of columns, and prices are optional")
  void parquetByName() throws IOException {
    Files.createDirectory(folder.resolve("bars"));
    parquet("bars/a.parquet", "7");
    assertThat(read(ParquetSource.at(at("bars")))).containsExactly(Bar.of("A", DAY, 7));
    assertThat(read(ParquetSource.at(at("bars/*.parquet")))).containsExactly(Bar.of("A", DAY, 7));
  }

  @Test
  @DisplayName("the output of a Parquet sink can be read again, also in folders by ticker")
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
  @DisplayName("a split source gives the same rows as a whole one")
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
  @DisplayName("a row of a split source has its position in the whole source")
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
  @DisplayName("an exception of a source is one line that names the action")
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
  @DisplayName("a file that appears in a folder while it is read is left to the next run")
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
  @DisplayName("tickers are read from folders unchanged, whatever their characters")
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

  @Test
  @DisplayName("text as desks and vendors write it: lines above the header, numbers, charsets")
  void otherText() throws IOException {
    CsvLayout desk =
        CsvLayout.named("desk")
            .date("DATE")
            .datePattern("dd-MMM-yy")
            .ticker("Kürzel")
            .close("CLOSE")
            .volume("Stück")
            .delimiter(';')
            .missing("NA")
            .numbers(NumberForm.decimalComma().thousands('.').currency("€"))
            .charset("windows-1252")
            .leadingLines(1);
    String text =
        "Börse München\n\nsep=;\n<Kürzel>;<DATE>;<CLOSE>;<Stück>;\n"
            + "NA;06-JAN-20;1.234,50 €;250.000;\n"
            + "MÜV;06-jan-20;NA;7\n"
            + "ZAL;06-Jan-20;;8\n"
            + "ZAL;07-Jan-20;;9\n"
            + "SAP;06-Jan-20;1,5;1.23;\n"
            + "SAP;07-Jan-20;1,5;NA;\n"
            + "SAP;07-Jan-20;1,6;NA;\n";
    Path file = folder.resolve("desk.csv");
    Files.write(file, text.getBytes(Charset.forName("windows-1252")));
    CsvSource source = CsvSource.at(file.toString(), desk);
    assertThat(read(source))
        .containsExactlyInAnyOrder(
            Bar.builder().from(Bar.of("NA", DAY, 250_000)).close(1234.5).build(),
            Bar.of("MÜV", DAY, 7),
            Bar.of("ZAL", DAY, 8),
            Bar.of("ZAL", DAY.plusDays(1), 9));
    assertThat(BarsStage.from(source).rejected().collect(runner()))
        .extracting(RejectedRow::line, RejectedRow::rule, RejectedRow::text)
        .containsExactly(
            tuple(OptionalLong.of(9), "volume-is-integer", Optional.of("SAP;06-Jan-20;1,5;1.23;")),
            tuple(
                OptionalLong.of(10), "bars-do-not-conflict", Optional.of("SAP;07-Jan-20;1,5;NA;")),
            tuple(
                OptionalLong.of(11), "bars-do-not-conflict", Optional.of("SAP;07-Jan-20;1,6;NA;")));
    assertRefused(
        CsvSource.at(file.toString(), desk.charset("UTF-8")),
        file
            + " is not UTF-8; declare the layout's charset, which is probably windows-1252; mend or"
            + " remove it, or quarantine unreadable files");
  }
}
