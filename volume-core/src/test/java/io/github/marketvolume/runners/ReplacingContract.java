package io.github.marketvolume.runners;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static io.github.marketvolume.runners.DuckDbQueries.writeParquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Output;
import io.github.marketvolume.ReportFile;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.FolderSink;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run replaces, and that it deletes nothing that no run wrote. */
public abstract class ReplacingContract {

  private static final BarsStage BARS =
      BarsStage.from(
          InMemoryBars.of(
              Bars.of(
                  BarSeries.of("A").pricedAt(1.5).volumes(30, 10),
                  BarSeries.of("B").volumes(20, 5))));

  /** The runner that writes. */
  protected abstract Runner runner();

  @TempDir private Path temp;

  private Path folder;
  private Path out;

  @BeforeEach
  void folder() throws IOException {
    folder = temp.toRealPath();
    out = folder.resolve("out");
  }

  private RunReport run(Output<?>... outputs) {
    return VolumePipeline.named("test", outputs).run(runner());
  }

  private interface Change {
    void in(Path out) throws IOException;
  }

  private static Path part(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(file -> file.getFileName().toString().matches("part-.*\\.(parquet|csv)"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, Files.exists(file) ? Files.readString(file) + text : text);
  }

  /** What a person can have done to a folder, and what is named as foreign then. */
  @SuppressWarnings("ImmutableEnumChecker") // what it holds has no state
  private enum Foreign {
    NOTES(out -> append(out.resolve("notes.txt"), "mine"), "notes.txt"),
    HIDDEN_FILE(out -> append(out.resolve(".secret"), "mine"), ".secret"),
    OTHER_PARQUET(out -> writeParquet(out + "/prices.parquet", "select 1 a"), "prices.parquet"),
    ONE_MORE_PART(out -> Files.copy(part(out), out.resolve("part-77.csv")), "part-77.csv"),
    PART_OF_ANOTHER_NAME(
        out -> Files.copy(part(out), out.resolve("part-0.csv.bak")), "part-0.csv.bak"),
    EMPTY_FOLDER(out -> Files.createDirectory(out.resolve("mine")), "mine"),
    FOLDER_WITH_A_FILE(
        out -> append(Files.createDirectories(out.resolve("a/b")).resolve("c.txt"), "mine"), "a"),
    REPOSITORY(
        out -> append(Files.createDirectories(out.resolve(".git")).resolve("HEAD"), "x"), ".git"),
    FOLDER_LIKE_A_PARTITION(
        out -> append(Files.createDirectories(out.resolve("ticker=Z")).resolve("c.txt"), "x"),
        "ticker=Z"),
    FOLDER_LIKE_A_PART(
        out -> Files.createDirectory(out.resolve("part-9.parquet")), "part-9.parquet"),
    LINK_TO_A_FILE(out -> Files.createSymbolicLink(out.resolve("link.csv"), part(out)), "link.csv"),
    LINK_TO_NOTHING(
        out -> Files.createSymbolicLink(out.resolve("broken"), Path.of("nowhere")), "broken"),
    LINK_TO_A_FOLDER(out -> Files.createSymbolicLink(out.resolve("up"), out.getParent()), "up"),
    PART_TURNED_INTO_A_LINK(
        out -> {
          Path part = part(out);
          Path elsewhere = out.getParent().resolve("elsewhere");
          Files.move(part, elsewhere);
          Files.createSymbolicLink(part, elsewhere);
        },
        "part-"),
    CHANGED_PART(out -> append(part(out), "1,2,3\n"), "part-"),
    CHECKSUM_OF_ANOTHER_FILE(
        out -> append(out.resolve(".notes.txt.crc"), "mine"), ".notes.txt.crc"),
    MARKER_BELOW(
        out -> append(Files.createDirectories(out.resolve("a")).resolve("_SUCCESS"), ""), "a"),
    NAME_OF_TWO_LINES(out -> append(out.resolve("two\nlines"), "mine"), "two\\u000alines"),
    NAME_IN_OTHER_LETTERS(out -> append(out.resolve("größe-日本"), "mine"), "größe-日本"),
    BLANK_NAME(out -> append(out.resolve(" "), "mine"), " "),
    OFFICE_LOCK(out -> append(out.resolve("~$prices.xlsx"), "mine"), "~$prices.xlsx"),
    SPARK_OUTPUT_OF_OTHERS(
        out ->
            Files.copy(
                part(out), out.resolve("part-00000-11111111-2222-3333-4444-555555555555-c000.csv")),
        "part-00000-11111111-2222-3333-4444-555555555555-c000.csv");

    private final Change change;
    private final String named;

    Foreign(Change change, String named) {
      this.change = change;
      this.named = named;
    }
  }

  private void assertRefused(Output<?> output, String named) {
    Map<String, String> before = FolderContent.of(folder);
    assertThatThrownBy(() -> run(BARS.into(CsvSink.at(folder + "/other")), output))
        .isInstanceOf(InvalidPlanException.class)
        .message()
        .doesNotContain("\n")
        .startsWith(out + " is not replaced: no run wrote what is in " + named)
        .endsWith("; move that elsewhere, or choose another folder");
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Foreign.class)
  @DisplayName("an output with foreign content is not replaced")
  void foreignContent(Foreign foreign) throws IOException {
    run(BARS.into(CsvSink.at(out.toString())));
    foreign.change.in(out);
    assertRefused(BARS.into(CsvSink.at(out.toString()).replacingExisting()), foreign.named);
  }

  @ParameterizedTest
  @EnumSource(
      value = Foreign.class,
      mode = EnumSource.Mode.EXCLUDE,
      // What version 0.1 could have written, as it left no list.
      names = {"ONE_MORE_PART", "CHANGED_PART", "SPARK_OUTPUT_OF_OTHERS"})
  @DisplayName("foreign content is also found in an output of version 0.1, without a list")
  void foreignContentWithoutAList(Foreign foreign) throws IOException {
    run(BARS.into(CsvSink.at(out.toString())));
    Files.delete(out.resolve(".marketvolume"));
    foreign.change.in(out);
    assertRefused(BARS.into(CsvSink.at(out.toString()).replacingExisting()), foreign.named);
  }

  @Test
  @DisplayName("a user's own folder is not replaced, whatever its content")
  void folderOfAPerson() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("data.csv"), "Date,Volume\n");
    Files.writeString(out.resolve("_SUCCESS"), "");
    assertRefused(BARS.into(ParquetSink.at(out.toString()).replacingExisting()), "data.csv");
    Files.writeString(out.resolve(".marketvolume"), "my notes on market volume\n");
    assertRefused(BARS.into(CsvSink.at(out.toString()).replacingExisting()), ".marketvolume");
    assertThat(out.resolve("data.csv")).exists();
  }

  @Test
  @DisplayName("a file that appears in a folder during a run is not deleted")
  void foreignContentThatCameMeanwhile() throws IOException {
    run(BARS.into(CsvSink.at(out.toString())));
    Output<?> late = BARS.into(new WritingSink(out.resolve("notes.txt").toString()));
    assertThatThrownBy(() -> run(BARS.into(CsvSink.at(out.toString()).replacingExisting()), late))
        .isInstanceOf(SinkException.class)
        .hasMessageStartingWith(out + " is not replaced: no run wrote what is in notes.txt");
    assertThat(out.resolve("notes.txt")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out/deep", "missing"})
  @DisplayName("a link is not replaced, whatever it leads to")
  void link(String leadsTo) throws IOException {
    run(BARS.into(CsvSink.at(out.toString())));
    Files.createDirectories(out.resolveSibling("out/deep"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve(leadsTo));
    Map<String, String> before = FolderContent.of(out);
    assertThatThrownBy(() -> run(BARS.into(CsvSink.at(link.toString()).replacingExisting())))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(link + " is a link, which is not replaced; give what it leads to");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(FolderContent.of(out)).isEqualTo(before);
  }

  @Test
  @DisplayName("the folder that the process works in, those above it and home are not replaced")
  void protectedFolders() throws IOException {
    Path here = Path.of("").toRealPath();
    for (Path protectedFolder : List.of(here, here.getParent(), here.getParent().getParent())) {
      assertThatThrownBy(
              () -> run(BARS.into(CsvSink.at(protectedFolder.toString()).replacingExisting())))
          .isInstanceOf(InvalidPlanException.class)
          .hasMessage(
              protectedFolder
                  + " is or holds the folder that the process works in and is not replaced; choose"
                  + " another folder");
    }
    String home = System.getProperty("user.home");
    System.setProperty("user.home", folder.resolve("home/me").toString());
    try {
      Files.createDirectories(folder.resolve("home/me"));
      for (String own : List.of("home", "home/me", "home/me/", "home/./me")) {
        assertThatThrownBy(() -> run(BARS.into(CsvSink.at(folder + "/" + own).replacingExisting())))
            .isInstanceOf(InvalidPlanException.class)
            .hasMessageContaining(" is or holds the home folder and is not replaced");
      }
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // what it holds has no state
  private enum Input {
    FILE_IN_THE_FOLDER(out -> CsvSource.at(out + "/part-0.csv", layout())),
    THE_FOLDER(out -> CsvSource.at(out + "/", layout())),
    GLOB(out -> CsvSource.at(out.getParent() + "/o*/*.csv", layout())),
    THROUGH_A_LINK(out -> CsvSource.at(out.getParent() + "/link/part-0.csv", layout())),
    OTHER_WRITING(out -> CsvSource.at(out.getParent() + "/x/../out/part-0.csv", layout()));

    private final Function<Path, CsvSource> source;

    Input(Function<Path, CsvSource> source) {
      this.source = source;
    }

    private static CsvLayout layout() {
      return CsvLayout.named("own").date("trade_date").ticker("ticker").volume("volume");
    }
  }

  @ParameterizedTest
  @EnumSource(Input.class)
  @DisplayName("a folder that holds an input of the run is not replaced")
  void inputs(Input input) throws IOException {
    Files.createDirectories(out);
    Files.createDirectories(folder.resolve("x"));
    Files.createSymbolicLink(folder.resolve("link"), out);
    Files.writeString(
        out.resolve("part-0.csv"), "trade_date,ticker,volume\n2020-01-06,A,30\n2020-01-07,A,5\n");
    Map<String, String> before = FolderContent.of(folder);
    BarsStage bars = BarsStage.from(input.source.apply(out));
    for (FolderSink sink :
        List.of(
            ParquetSink.at(out.toString()).replacingExisting(),
            CsvSink.at(out + "/").replacingExisting())) {
      assertThatThrownBy(() -> run(bars.into(sink)))
          .isInstanceOf(InvalidPlanException.class)
          .message()
          .doesNotContain("\n")
          .startsWith(sink.location() + " is not replaced: it holds ")
          .endsWith("part-0.csv, which the run reads; choose another folder");
      assertThat(FolderContent.of(folder)).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("a folder from which the run reads Parquet, even deep below, is not replaced")
  void parquetInput() {
    run(BARS.into(ParquetSink.at(out + "/bars").partitionedBy("ticker")));
    Map<String, String> before = FolderContent.of(folder);
    BarsStage bars = BarsStage.from(ParquetSource.at(out.toString()));
    assertThatThrownBy(() -> run(bars.into(ParquetSink.at(out + "/bars").replacingExisting())))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith(out + "/bars is not replaced: it holds ");
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  @SuppressWarnings("ImmutableEnumChecker") // what it holds has no state
  private enum Own {
    CSV(CsvSink.at("x")),
    PARQUET(ParquetSink.at("x")),
    PARTITIONED(ParquetSink.at("x").partitionedBy("ticker")),
    PARTITIONED_TWICE(ParquetSink.at("x").partitionedBy("ticker", "trade_date"));

    private final FolderSink sink;

    Own(FolderSink sink) {
      this.sink = sink;
    }

    FolderSink at(Path folder) {
      return sink instanceof ParquetSink parquet
          ? new ParquetSink(folder.toString(), false, parquet.partitionColumns(), false)
          : CsvSink.at(folder.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Own.class)
  @DisplayName("an output of a run is replaced, even if its list or one of its files is missing")
  void ownContent(Own own) throws IOException {
    for (boolean listed : List.of(true, false)) {
      run(BARS.into(own.at(out)));
      Files.delete(listed ? part(out) : out.resolve(".marketvolume"));
      run(BARS.leaderboard(VOLUME.max()).into(CsvSink.at(out.toString()).replacingExisting()));
      assertThat(query("select ticker, max_volume from read_csv('%s/*.csv') order by all", out))
          .containsExactly("A|30", "B|20");
      FolderTree.delete(out);
    }
  }

  @Test
  @DisplayName("files of months are replaced if the list of files is there, and else are foreign")
  void monthFiles() throws IOException {
    ParquetSink months = ParquetSink.at(out.toString()).byMonth().replacingExisting();
    run(BARS.into(months));
    run(BARS.from(LocalDate.of(2021, 1, 1)).into(months));
    assertThat(out.resolve("2020-01.parquet")).doesNotExist();
    run(BARS.into(months));
    assertThat(out.resolve("empty.parquet")).doesNotExist();
    Files.delete(out.resolve(".marketvolume"));
    for (Path checksums : FolderTree.below(out, ".crc")) {
      Files.delete(checksums); // as Hadoop keeps them
    }
    assertRefused(BARS.into(months), "2020-01");
  }

  @Test
  @DisplayName("an empty folder is replaced by default")
  void emptyFolder() throws IOException {
    Files.createDirectories(out);
    run(BARS.into(CsvSink.at(out.toString())));
    assertThat(out.resolve(".marketvolume")).exists();
  }

  @Test
  @DisplayName("the report is a file that is published with the outputs, and replaced with them")
  void report() throws IOException {
    Path file = folder.resolve("run.json");
    VolumePipeline pipeline =
        VolumePipeline.named("test", BARS.into(ParquetSink.at(out.toString()).replacingExisting()));
    VolumePipeline reported = pipeline.reportedTo(ReportFile.at(file.toString()));
    RunReport first = reported.run(runner());
    assertThat(Files.readString(file)).contains("\"run_id\" : \"" + first.runId() + "\"");
    assertThat(runIds()).contains(first.runId());
    assertThatThrownBy(() -> reported.run(runner()))
        .isInstanceOf(SinkException.class)
        .hasMessage(
            file + " exists already; replace it with replacingExisting(), or choose another file");
    VolumePipeline replacing =
        pipeline.reportedTo(ReportFile.at(file.toString()).replacingExisting());
    RunReport second = replacing.run(runner());
    assertThat(Files.readString(file)).contains("\"run_id\" : \"" + second.runId() + "\"");
    assertThat(runIds()).contains(second.runId()).doesNotContain(first.runId());
    assertThat(second.warnings()).isEmpty();
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("out", "run.json");
    }
    Files.writeString(file, "{\"run_id\": \"mine\"}");
    assertThatThrownBy(() -> replacing.run(runner()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            file
                + " is not replaced: it is not the report of a run; move it elsewhere, or choose"
                + " another file");
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> replacing.run(runner()))
        .isInstanceOf(SinkException.class)
        .hasMessage(file + " is a folder; choose a file");
  }

  /** What the metadata of the Parquet files says. */
  private String runIds() {
    return String.join(
        "\n",
        query("select decode(key), decode(value) from parquet_kv_metadata('%s/*.parquet')", out));
  }
}
