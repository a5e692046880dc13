package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.QualityException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rows of files may be rejected before a run fails, and how their layout is found. */
public abstract class FileLimitsContract extends LimitsContract {

  private static final String KAGGLE = "Date,Symbol,Adj Close,Close,High,Low,Open,Volume";
  private static final String YAHOO = "Date,Open,High,Low,Close,Adj Close,Volume";
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);

  @TempDir private Path folder;

  /** Finds the layout of files by this runner. */
  protected abstract CsvSource detectLayout(CsvFiles files);

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String header, List<String> rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, header + "\n" + String.join("\n", rows) + "\n");
    return file.toString();
  }

  /** Rows of some tickers over some days, as Kaggle has them. */
  private static List<String> kaggle(int tickers, int days) {
    return IntStream.range(0, tickers * days)
        .mapToObj(i -> FIRST.plusDays(i % days) + ",T" + i / days + ",10,10,11,9,10," + (100 + i))
        .collect(Collectors.toList());
  }

  private static List<String> yahoo(String time, int days) {
    return IntStream.range(0, days)
        .mapToObj(i -> FIRST.plusDays(i) + time + ",10,11,9,10,10," + (100 + i))
        .collect(Collectors.toList());
  }

  @Test
  @DisplayName("the error for a wrong layout has the reason, an example and a better layout")
  void wrongLayout() throws IOException {
    String file = write("prices.csv", KAGGLE, kaggle(3, 4));
    assertFails(
        BarsStage.from(CsvSource.at(file, CsvLayout.YAHOO)),
        file
            + " (CSV, yahoo layout): 12 of 12 rows were rejected, more than the 50 % allowed;"
            + " commonest reason: bars-do-not-conflict (12 rows), such as "
            + file
            + ":2: 3 bars of prices on 2020-01-06 differ; the header of "
            + file
            + " fits the kaggle layout better"
            + RAISE);
  }

  @Test
  @DisplayName("a layout that fits better than the user's own is named too")
  void ownLayout() throws IOException {
    String file = write("prices.csv", KAGGLE, kaggle(3, 4));
    CsvLayout own = CsvLayout.named("own").date("Date").volume("Volume");
    assertThatThrownBy(() -> BarsStage.from(CsvSource.at(file, own)).collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessageEndingWith("; the header of " + file + " fits the kaggle layout better" + RAISE);
  }

  @Test
  @DisplayName("all rows of a file that fits its layout are rejected for their contents")
  void everyRowBad() throws IOException {
    String file = write("AAPL.csv", YAHOO, yahoo(" 00:00:00-05:00", 60));
    assertFails(
        BarsStage.from(CsvSource.at(file, CsvLayout.YAHOO)),
        file
            + " (CSV, yahoo layout): 60 of 60 rows were rejected, more than the 50 % allowed;"
            + " commonest reason: date-is-valid (60 rows), such as "
            + file
            + ":2: Date \"2020-01-06 00:00:00-05:00\" is not a date of the form uuuu-MM-dd"
            + RAISE);
  }

  @Test
  @DisplayName("one file of which no row is accepted fails the run, however small it is")
  void oneBadFile() throws IOException {
    write("in/A.csv", YAHOO, yahoo("", 50));
    String bad = write("in/B.csv", YAHOO, yahoo("T00:00", 2));
    write("in/C.csv", YAHOO, yahoo("", 50));
    BarsStage bars = BarsStage.from(CsvSource.at(at("in"), CsvLayout.YAHOO));
    assertFails(
        bars,
        bad
            + ": all of its 2 rows were rejected; commonest reason: date-is-valid (2 rows), such"
            + " as "
            + bad
            + ":2: Date \"2020-01-06T00:00\" is not a date of the form uuuu-MM-dd"
            + RAISE);
    assertThat(bars.rejected().collect(runner())).hasSize(2);
    assertThat(bars.checkedBy(BarRules.standard().failingAbove(0.02)).collect(runner()))
        .as("a limit of one's own counts rows, not files")
        .hasSize(100);
  }

  @Test
  @DisplayName(
      "a file whose rows all conflict with each other or with another file's fails the run")
  void oneFileOfConflicts() throws IOException {
    String mixed = write("in/MIXED.csv", KAGGLE, kaggle(2, 3));
    write("in/A.csv", YAHOO, yahoo("", 50));
    BarsStage bars = BarsStage.from(CsvSource.at(at("in"), CsvLayout.YAHOO));
    assertFails(
        bars,
        mixed
            + ": all of its 6 rows were rejected; commonest reason: bars-do-not-conflict (6 rows),"
            + " such as "
            + mixed
            + ":2: 2 bars of MIXED on 2020-01-06 differ; the header of "
            + mixed
            + " fits the kaggle layout better"
            + RAISE);
  }

  @Test
  @DisplayName("a file with one accepted row does not fail the run")
  void almostAll() throws IOException {
    List<String> rows = yahoo("T00:00", 5);
    rows.add("2020-03-02,10,11,9,10,10,100");
    write("in/A.csv", YAHOO, yahoo("", 50));
    write("in/B.csv", YAHOO, rows);
    assertThat(BarsStage.from(CsvSource.at(at("in"), CsvLayout.YAHOO)).collect(runner()))
        .hasSize(51);
  }

  @Test
  @DisplayName("the rows of a file that is read in parts are counted together")
  void fileInParts() throws IOException {
    int rows = 330_000; // 13 MB, several parts on either runner
    StringBuilder text = new StringBuilder(YAHOO).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append("2020-01-06T00:00,10,11,9,10,10,1234567\n");
    }
    Files.createDirectories(folder.resolve("in"));
    Path bad = Files.writeString(folder.resolve("in/BAD.csv"), text);
    assertThat(Files.size(bad)).isGreaterThan(12L << 20);
    StringBuilder good = new StringBuilder(YAHOO).append('\n');
    for (LocalDate day = LocalDate.of(1100, 1, 1); day.getYear() < 2010; day = day.plusDays(1)) {
      good.append(day).append(",10,11,9,10,10,1234567\n");
    }
    Files.writeString(folder.resolve("in/GOOD.csv"), good);
    BarsStage bars = BarsStage.from(CsvSource.at(at("in"), CsvLayout.YAHOO));
    assertThatThrownBy(() -> bars.leaderboard(VOLUME.max()).collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith(
            bad
                + ": all of its 330,000 rows were rejected; commonest reason: date-is-valid"
                + " (330,000 rows), such as "
                + bad
                + ":2: ");
  }

  @Test
  @DisplayName("a quarantined file does not count as a file with all rows rejected")
  void quarantined() throws IOException {
    write("in/A.csv", YAHOO, yahoo("", 50));
    Files.writeString(folder.resolve("in/B.csv"), "<html>404</html>\n");
    Files.writeString(folder.resolve("in/C.csv"), "");
    Files.writeString(folder.resolve("in/D.csv"), YAHOO + "\n2020-01-06,10,11,9,10,10,100\n");
    CsvSource source = CsvSource.at(at("in"), CsvLayout.YAHOO).quarantiningUnreadableFiles();
    assertThat(BarsStage.from(source).collect(runner())).hasSize(51);
    Files.delete(folder.resolve("in/A.csv"));
    BarsStage one = BarsStage.from(source);
    assertThat(one.collect(runner())).as("two files of three do not count").hasSize(1);
    assertThat(one.checkedBy(BarRules.standard().failingAbove(0)).collect(runner())).hasSize(1);
    assertFails(
        one.checkedBy(BarRules.standard().failingAbove(StandardRule.FILE_IS_READABLE, 0.5)),
        source.describe()
            + ": 2 of 3 rows broke rule file-is-readable, more than the 50 % allowed, such as "
            + at("in/B.csv")
            + ": the file is a web page or XML, not CSV"
            + RAISE);
  }

  @Test
  @DisplayName("a run fails if all its files are quarantined")
  void allQuarantined() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/A.csv"), "<html>404</html>\n");
    Files.writeString(folder.resolve("in/B.csv"), "");
    CsvSource source = CsvSource.at(at("in"), CsvLayout.YAHOO).quarantiningUnreadableFiles();
    BarsStage bars = BarsStage.from(source);
    String reason =
        "; commonest reason: file-is-readable (2 rows), such as "
            + at("in/A.csv")
            + ": the file is a web page or XML, not CSV";
    for (BarRules rules : List.of(BarRules.standard(), BarRules.standard().failingAbove(1))) {
      assertFails(
          bars.checkedBy(rules),
          source.describe()
              + ": no bar was accepted, 2 of 2 rows were rejected"
              + reason
              + "; mend the input, or drop all limits with withoutLimits()");
    }
    assertThat(bars.rejected().collect(runner())).hasSize(2);
  }

  @Test
  @DisplayName("an existing folder stays unchanged")
  void earlierOutput() throws IOException {
    String out = at("out");
    Bar bar = Bar.of("OLD", FIRST, 5);
    VolumePipeline.named("old", BarsStage.from(InMemoryBars.of(bar)).into(ParquetSink.at(out)))
        .run(runner());
    String file = write("A.csv", YAHOO, yahoo("T00:00", 9));
    VolumePipeline pipeline =
        VolumePipeline.named(
            "new",
            BarsStage.from(CsvSource.at(file, CsvLayout.YAHOO))
                .into(ParquetSink.at(out).replacingExisting()));
    assertThatThrownBy(() -> pipeline.run(runner())).isInstanceOf(QualityException.class);
    assertThat(BarsStage.from(ParquetSource.at(out)).collect(runner())).containsExactly(bar);
  }

  @Test
  @DisplayName("the rows of Parquet files count together, and those of each by themselves")
  void parquet() {
    List<Bar> three =
        List.of(
            Bar.of("A", FIRST, 3),
            Bar.of("A", FIRST.plusDays(1), 3),
            Bar.of("B", FIRST.plusDays(5), 3));
    VolumePipeline.named(
            "files",
            BarsStage.from(InMemoryBars.of(three))
                .into(ParquetSink.at(at("in")).partitionedBy("ticker")))
        .run(runner());
    BarsStage bars = BarsStage.from(ParquetSource.at(at("in")));
    assertThatThrownBy(() -> bars.asOf(FIRST).collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith(
            at("in")
                + " (Parquet): 2 of 3 rows were rejected, more than the 50 % allowed; commonest"
                + " reason: date-is-not-in-future (2 rows), such as "
                + at("in")
                + "/ticker=")
        .hasMessageEndingWith(" is after 2020-01-06" + RAISE);
    assertThatThrownBy(() -> bars.asOf(FIRST.plusDays(1)).collect(runner()))
        .isInstanceOf(QualityException.class)
        .hasMessageStartingWith(at("in") + "/ticker=B/part-")
        .hasMessageContaining(
            ".parquet: all of its 1 rows were rejected; commonest reason: date-is-not-in-future (1"
                + " row), such as ")
        .hasMessageEndingWith(": date 2020-01-11 is after 2020-01-07" + RAISE);
    assertThat(
            bars.checkedBy(BarRules.standard().failingAbove(0.5))
                .asOf(FIRST.plusDays(1))
                .collect(runner()))
        .hasSize(2);
  }

  @Test
  @DisplayName("an output of rejected rows has no limit beside an output that has one")
  void mixedOutputs() throws IOException {
    String bad = write("bad.csv", YAHOO, yahoo("T00:00", 9));
    String good = write("good.csv", YAHOO, yahoo("", 9));
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    InMemorySink<Bar> bars = new InMemorySink<>();
    VolumePipeline.named(
            "test",
            BarsStage.from(CsvSource.at(bad, CsvLayout.YAHOO)).rejected().into(rejected),
            BarsStage.from(CsvSource.at(good, CsvLayout.YAHOO)).into(bars))
        .run(runner());
    assertThat(rejected.rows()).hasSize(9);
    assertThat(bars.rows()).hasSize(9);
  }

  @Test
  @DisplayName("the detected layout gives the same bars as the named layout")
  void layoutFound() throws IOException {
    String kaggle = write("prices.csv", KAGGLE, kaggle(2, 3));
    write("yahoo/A.csv", YAHOO, yahoo("", 3));
    write("yahoo/B.csv", YAHOO, yahoo("", 4));
    assertThat(detectLayout(CsvFiles.at(kaggle))).isEqualTo(CsvSource.at(kaggle, CsvLayout.KAGGLE));
    CsvSource found = detectLayout(CsvFiles.at(at("yahoo")));
    assertThat(found).isEqualTo(CsvSource.at(at("yahoo"), CsvLayout.YAHOO));
    assertThat(BarsStage.from(found).collect(runner()))
        .extracting(bar -> bar.ticker().toString())
        .containsExactly("A", "A", "A", "B", "B", "B", "B");
  }

  @Test
  @DisplayName("files without prices have the layout without them")
  void layoutWithoutPrices() throws IOException {
    String file = write("x.csv", "Volume,Date,Note,Symbol", List.of("5,2020-01-06,,A"));
    CsvSource found = detectLayout(CsvFiles.at(file));
    assertThat(found.describe())
        .isEqualTo(file + " (CSV, kaggle without Open,High,Low,Close,Adj Close layout)");
    assertThat(BarsStage.from(found).collect(runner())).containsExactly(Bar.of("A", FIRST, 5));
  }

  @Test
  @DisplayName("files of two layouts are refused, and both are named")
  void twoLayouts() throws IOException {
    String a = write("in/a.csv", KAGGLE, kaggle(1, 3));
    String b = write("in/b.csv", YAHOO, yahoo("", 3));
    for (CsvFiles files :
        List.of(CsvFiles.at(at("in")), CsvFiles.at(at("in")).quarantiningUnreadableFiles())) {
      assertThatThrownBy(() -> detectLayout(files))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              a
                  + " fits the kaggle layout, and "
                  + b
                  + " the yahoo layout; give files of one layout at a time");
    }
  }

  @Test
  @DisplayName("a file without a layout fails, or is quarantined with the others read")
  void noLayout() throws IOException {
    String a = write("in/a.csv", "when,what", List.of("2020-01-06,5"));
    String b = write("in/b.csv", YAHOO, yahoo("", 3));
    assertThatThrownBy(() -> detectLayout(CsvFiles.at(at("in"))))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            a
                + " fits no layout: found when,what; expected Date,Symbol,Volume (kaggle) or"
                + " Date,Volume (yahoo) or timestamp,volume (alphavantage) or date,Name,volume"
                + " (five-year); mend or remove it, or quarantine unreadable files");
    CsvSource found = detectLayout(CsvFiles.at(at("in")).quarantiningUnreadableFiles());
    assertThat(found.layout()).isEqualTo(CsvLayout.YAHOO);
    assertThat(BarsStage.from(found).collect(runner())).hasSize(3);
    Files.delete(Path.of(b));
    assertThatThrownBy(() -> detectLayout(CsvFiles.at(at("in")).quarantiningUnreadableFiles()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(a + " fits no layout: ")
        .hasMessageEndingWith(", and no other file has a layout; mend the files");
  }

  @Test
  @DisplayName("a location without files is the same error as when it is read")
  void noFile() {
    assertThatThrownBy(() -> detectLayout(CsvFiles.at(at("absent.csv"))))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "there is no file at "
                + at("absent.csv")
                + "; give a file, a folder with files, or a glob");
  }
}
