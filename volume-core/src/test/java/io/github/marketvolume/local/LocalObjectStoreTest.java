package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.engine.MemoryObjects;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
}
