package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.publish.MemoryObjects;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources and sinks of the local runner in a store of objects. */
class LocalObjectStoreTest {

  private static final CsvLayout LAYOUT =
      CsvLayout.named("plain").date("d").ticker("t").volume("v");

  @TempDir private Path scratch;

  private final MemoryObjects objects = new MemoryObjects();

  private LocalRunner runner() {
    return LocalRunner.create().withScratchFolder(scratch).with(objects);
  }

  private static List<Bar> bars() {
    return Bars.of(BarSeries.of("AAA").volumes(1, 2, 3), BarSeries.of("BBB").volumes(4, 5));
  }

  private void write(String location) {
    VolumePipeline.named(
            "write",
            BarsStage.from(InMemoryBars.of(bars()))
                .into(ParquetSink.at(location).replacingExisting()))
        .run(runner());
  }

  @Test
  void parquet_isWrittenAndReadBack() {
    write("mem://lake/daily");
    assertThat(objects.names())
        .isNotEmpty()
        .allMatch(name -> name.matches("mem://lake/daily/(part-\\d\\.parquet|\\.marketvolume)"));
    assertThat(BarsStage.from(ParquetSource.at("mem://lake/daily")).collect(runner()))
        .isEqualTo(bars());
  }

  @Test
  void partitions_andFoldersWithoutRows_areWritten() {
    VolumePipeline.named(
            "write",
            BarsStage.from(InMemoryBars.of(bars()))
                .into(ParquetSink.at("mem://lake/by").partitionedBy("ticker")),
            BarsStage.from(InMemoryBars.of(List.of()))
                .into(ParquetSink.at("mem://lake/none").partitionedBy("ticker")))
        .run(runner());
    assertThat(objects.names())
        .anyMatch(name -> name.startsWith("mem://lake/by/ticker=AAA/"))
        .contains("mem://lake/none/_SUCCESS");
    assertThat(BarsStage.from(ParquetSource.at("mem://lake/by")).collect(runner()))
        .isEqualTo(bars());
  }

  @Test
  void filesOfMonths_areWritten() {
    VolumePipeline.named(
            "write",
            BarsStage.from(InMemoryBars.of(bars())).into(ParquetSink.at("mem://lake/by").byMonth()),
            BarsStage.from(InMemoryBars.of(List.of()))
                .into(ParquetSink.at("mem://lake/none").byMonth()))
        .run(runner());
    assertThat(objects.names())
        .contains("mem://lake/none/empty.parquet")
        .filteredOn(name -> name.startsWith("mem://lake/by/"))
        .isNotEmpty()
        .allMatch(name -> name.matches("mem://lake/by/(2020-\\d\\d\\.parquet|\\.marketvolume)"));
    assertThat(BarsStage.from(ParquetSource.at("mem://lake/by")).collect(runner()))
        .isEqualTo(bars());
  }

  @Test
  void csv_isFoundByNameFolderAndGlob() {
    objects.put("mem://raw/2020/a.csv", "d,t,v\n2020-01-06,AAA,1\n");
    objects.put("mem://raw/2021/b.csv", "d,t,v\n2021-01-06,AAA,2\n");
    objects.put("mem://raw/2021/_hidden.csv", "not for us");
    objects.put("mem://raw/2021/deep/c.csv", "d,t,v\n2021-01-07,AAA,3\n");
    assertThat(volumes("mem://raw/2020/a.csv")).containsExactly(1L);
    assertThat(volumes("mem://raw/2021")).containsExactly(2L);
    assertThat(volumes("mem://raw/*/*.csv")).containsExactly(1L, 2L);
    assertThat(volumes("mem://raw/202?")).containsExactly(1L, 2L);
  }

  private List<Long> volumes(String location) {
    return BarsStage.from(CsvSource.at(location, LAYOUT)).collect(runner()).stream()
        .map(bar -> bar.volume().orElseThrow())
        .toList();
  }

  private static final String A_AND_B = "d,t,v\n2020-01-06,A,1\n2020-01-06,B,2\n";

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static byte[] gzip(String content) throws IOException {
    return gzip(content.getBytes(UTF_8));
  }

  @Test
  void anObjectOfAContentEncoding_isWhatWhoeverDownloadsItHas() throws IOException {
    objects.putGzipEncoded("mem://raw/a.csv", gzip(A_AND_B));
    objects.putGzipEncoded("mem://raw/twice.csv.gz", gzip(gzip(A_AND_B)));
    objects.putGzipEncoded("mem://raw/once.csv.gz", gzip(A_AND_B));
    objects.putGzipEncoded("mem://raw/never.csv", A_AND_B.getBytes(UTF_8));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip("d,t,v\n2020-01-06,A,1\n"));
    members.writeBytes(gzip("2020-01-06,B,2\n"));
    objects.putGzipEncoded("mem://raw/members.csv", members.toByteArray());
    for (String name :
        List.of("a.csv", "twice.csv.gz", "once.csv.gz", "never.csv", "members.csv")) {
      assertThat(volumes("mem://raw/" + name)).as(name).containsExactly(1L, 2L);
    }
  }

  @Test
  void damageToAnObjectOfAContentEncoding_isFound() throws IOException {
    byte[] packed = gzip(A_AND_B);
    objects.putGzipEncoded("mem://raw/cut.csv", Arrays.copyOf(packed, packed.length - 9));
    objects.putGzipEncoded("mem://raw/more.csv", Arrays.copyOf(packed, packed.length + 1));
    byte[] damaged = packed.clone();
    damaged[packed.length - 5] ^= 1;
    objects.putGzipEncoded("mem://raw/damaged.csv", damaged);
    assertThat(volumes("mem://raw/more.csv")).as("filled by zeros").containsExactly(1L, 2L);
    for (String name : List.of("cut.csv", "damaged.csv")) {
      String problem =
          name.equals("cut.csv")
              ? "is cut off: its gzip stream ends early"
              : "is damaged: Corrupt GZIP trailer";
      CsvSource source = CsvSource.at("mem://raw/" + name, LAYOUT);
      assertThatThrownBy(() -> BarsStage.from(source).collect(runner()))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "mem://raw/%s %s; mend or remove it, or quarantine unreadable files", name, problem);
      assertThat(BarsStage.from(source.quarantiningUnreadableFiles()).rejected().collect(runner()))
          .extracting(RejectedRow::describe)
          .containsExactly(
              "mem://raw/" + name + ": the file " + problem + " (rule file-is-readable)");
    }
  }

  @Test
  void anObjectWithCharactersOfPatternsInItsName_isFoundByIt() {
    objects.put("mem://raw/[X].csv", A_AND_B);
    objects.put("mem://raw/X.csv", "d,t,v\n2020-01-06,X,7\n");
    objects.put("mem://raw/y?.csv", A_AND_B);
    objects.put("mem://raw/yy.csv", "d,t,v\n2020-01-06,X,7\n");
    assertThat(volumes("mem://raw/[X].csv")).containsExactly(1L, 2L);
    assertThat(volumes("mem://raw/y?.csv")).containsExactly(1L, 2L);
  }

  @Test
  void marksOfFolders_areNoFiles() {
    objects.put("mem://raw/a.csv", A_AND_B);
    objects.put("mem://raw/sub_$folder$", "");
    objects.put("mem://raw/sub/", "");
    assertThat(volumes("mem://raw")).containsExactly(1L, 2L);
    assertThat(volumes("mem://raw/*")).containsExactly(1L, 2L);
  }

  @Test
  void hiddenObjects_areToldOfWhereTheyMayHoldData() {
    objects.put("mem://raw/a.csv", A_AND_B);
    objects.put("mem://raw/_con.us.txt", A_AND_B);
    objects.put("mem://raw/_temporary/0/part-0.csv", A_AND_B);
    objects.put("mem://raw/_SUCCESS", "x");
    RunReport report =
        VolumePipeline.named(
                "hidden",
                BarsStage.from(CsvSource.at("mem://raw", LAYOUT)).into(new InMemorySink<>()))
            .run(runner());
    assertThat(report.warnings())
        .containsExactly(
            "mem://raw/_con.us.txt was not read: a name that begins with a dot or an underscore is"
                + " hidden; to read it, name it");
    assertThat(volumes("mem://raw/_con.us.txt")).containsExactly(1L, 2L);
    assertThat(volumes("mem://raw/_*.txt")).containsExactly(1L, 2L);
  }

  @Test
  void textsOfConflictingRows_areFetchedInOnePassOverEachFile() {
    int rows = 150_000;
    for (String name : List.of("a", "b")) {
      StringBuilder text = new StringBuilder("d,t,v,note\n");
      String note = "x".repeat(100);
      for (int i = 0; i < rows; i++) {
        text.append("2020-01-06,T").append(i).append(',').append(name.equals("a") ? 1 : 2);
        text.append(',').append(note).append('\n');
      }
      objects.put("mem://raw/" + name + ".csv", text.toString());
    }
    var rejected = BarsStage.from(CsvSource.at("mem://raw", LAYOUT)).rejected();
    int before = objects.opened();
    List<RejectedRow> found = rejected.collect(runner());
    assertThat(objects.opened() - before).as("to be read, and to be read again").isEqualTo(4);
    assertThat(found).hasSize(2 * rows);
    for (int i = 0; i < rows; i += 9_973) {
      assertThat(found.get(rows + i).origin()).isEqualTo("mem://raw/b.csv");
      assertThat(found.get(rows + i).line()).hasValue(i + 2L);
      assertThat(found.get(rows + i).text().orElseThrow()).startsWith("2020-01-06,T" + i + ",2,x");
    }
  }

  @Test
  void outputsHereAndThere_arePublishedTogether() throws IOException {
    Path here = scratch.resolve("here");
    VolumePipeline.named(
            "both",
            BarsStage.from(InMemoryBars.of(bars()))
                .measure(VOLUME.total().over(io.github.marketvolume.metric.RollingWindow.bars(1)))
                .into(CsvSink.at(here.toString())),
            BarsStage.from(InMemoryBars.of(bars())).into(CsvSink.at("mem://lake/csv")))
        .run(runner());
    assertThat(objects.names())
        .containsExactly("mem://lake/csv/.marketvolume", "mem://lake/csv/part-0.csv");
    assertThat(here.resolve("part-0.csv")).exists();
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).containsExactly(here);
    }
  }

  @Test
  void nothing_isThere() {
    assertThatThrownBy(() -> volumes("mem://raw/*.csv"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "there is no file at mem://raw/*.csv; give a file, a folder with files, or a glob");
  }

  @Test
  void aSchemeThatNobodyServes_isRefusedBeforeAnything() {
    assertThatThrownBy(
            () ->
                BarsStage.from(CsvSource.at("gs://raw/a.csv", LAYOUT))
                    .collect(LocalRunner.create()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "gs://raw/a.csv: the local runner knows no store for gs:; add the module that has one"
                + " to the class path, use files of this machine, or run on Spark");
  }

  @Test
  void secretOfALocation_opensIt_andIsNotShown() {
    String uri = "mem://KEY:S3CR3T@lake/a.csv?sig=S3CR3T";
    objects.put(uri, "d,t,v\n2020-01-06,A,5\n2020-01-06,B,x\n2020-01-06,C,1\n2020-01-06,C,2\n");
    BarsStage stage =
        BarsStage.from(CsvSource.at(uri, LAYOUT)).checkedBy(BarRules.standard().withoutLimits());
    assertThat(stage.collect(runner())).hasSize(1);
    assertThat(stage.rejected().collect(runner()))
        .extracting(row -> row.describe().replaceFirst(": .*", ""))
        .containsExactly(
            "mem://***@lake/a.csv?sig=***:3",
            "mem://***@lake/a.csv?sig=***:4",
            "mem://***@lake/a.csv?sig=***:5");
    assertThat(stage.rejected().collect(runner())).noneMatch(r -> r.toString().contains("S3CR3T"));
  }
}
