package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.ScratchException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Sink;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.local.spi.LocalSinkAdapter;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.memory.Spill;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.publish.MemoryObjects;
import io.github.marketvolume.run.ScratchFolder;
import io.github.marketvolume.runners.FolderContent;
import io.github.marketvolume.testing.BarSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are interrupted, and scratch folders that cannot be used. */
class LocalFailureTest {

  @TempDir private Path folder;

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private VolumePipeline pipeline(String text, InMemorySink<Bar> memory) throws IOException {
    Files.writeString(folder.resolve("a.csv"), "d,t,v\n" + text);
    BarsStage prices =
        BarsStage.from(
            CsvSource.at(at("a.csv"), CsvLayout.named("own").date("d").ticker("t").volume("v")));
    return VolumePipeline.named(
        "all",
        prices
            .measure(
                VOLUME.mean().over(bars(1)).as("mean"),
                Rank.acrossTickers(VOLUME.descending()).as("rank"))
            .into(ParquetSink.at(at("out/daily")).replacingExisting()),
        prices.market(total(VOLUME)).into(ParquetSink.at(at("out/market")).replacingExisting()),
        prices.rejected().into(CsvSink.at(at("out/rejected")).replacingExisting()),
        prices.into(memory));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read and check ",
        "rank across tickers",
        "compute and write ",
        "write %s/out/market (Parquet)",
        "write %s/out/rejected (CSV)",
        "write ",
        "publish"
      })
  @DisplayName("a run that is interrupted publishes nothing and leaves nothing, at whatever step")
  void interrupted(String when) throws IOException {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    LocalRunner runner = LocalRunner.create().withThreads(2).withScratchFolder(scratch);
    InMemorySink<Bar> memory = new InMemorySink<>();
    pipeline("2020-01-06,A,1\n2020-01-06,B,x\n", memory).run(runner);
    List<Bar> remembered = memory.rows();
    Map<String, String> before = FolderContent.of(folder.resolve("out"));
    VolumePipeline again = pipeline("2020-01-06,A,2\n2020-01-06,B,y\n", memory);
    String step = when.formatted(folder);
    LocalRunner interrupted =
        runner.onProgress(
            now -> {
              if (now.startsWith(step)) {
                Thread.currentThread().interrupt();
              }
            });
    assertThatThrownBy(() -> again.run(interrupted))
        .isInstanceOf(VolumeException.class)
        .hasMessage("the run was interrupted; nothing was published");
    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    assertThat(FolderContent.of(folder.resolve("out"))).isEqualTo(before);
    assertThat(memory.rows()).isSameAs(remembered);
    assertThat(scratch).isEmptyDirectory();

    again.run(runner);
    assertThat(FolderContent.of(folder.resolve("out"))).isNotEqualTo(before);
  }

  @Test
  @DisplayName("what does not fit into memory leaves no name in the scratch folder")
  void spills() throws IOException {
    ScratchFolder scratch = new ScratchFolder(folder.resolve("new/scratch"));
    try (Spill spill = new Spill(scratch, 10)) {
      Spill.Packet first = spill.keep(new byte[] {1, 2, 3});
      Spill.Packet second = spill.keep(new byte[] {4, 5, 6, 7, 8, 9, 10, 11, 12});
      assertThat(spill.spilled()).isEqualTo(9);
      assertThat(first.bytes()).containsExactly(1, 2, 3);
      assertThat(second.bytes()).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 12);
      assertThat(scratch.path()).isDirectoryNotContaining("glob:**spill*");
    }
    assertThat(scratch.remove()).isEmpty();
    assertThat(folder.resolve("new/scratch")).isEmptyDirectory();
  }

  @Test
  @DisplayName("a scratch folder that is none is an error that names it and what to do")
  void scratchIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("scratch"), "mine");
    try (Spill spill = new Spill(new ScratchFolder(file), 0)) {
      assertThatThrownBy(() -> spill.keep(new byte[1]))
          .isInstanceOf(VolumeException.class)
          .hasMessage(
              "the scratch folder "
                  + file
                  + " cannot be written to: FileAlreadyExistsException "
                  + file
                  + "; free some space, give the runner more memory, or another folder with"
                  + " withScratchFolder(...)");
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  @DisplayName("a scratch folder that is full is an error that names it and what to do")
  void scratchIsFull() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0,
        "only root may mount a small disk");
    ScratchFolder scratch = new ScratchFolder(disk);
    try (Spill spill = new Spill(scratch, 0)) {
      Spill.Packet kept = spill.keep(new byte[1 << 10]);
      assertThatThrownBy(() -> spill.keep(new byte[1 << 17]))
          .isInstanceOf(VolumeException.class)
          .hasMessage(
              "the scratch folder "
                  + disk
                  + " cannot be written to: No space left on device; free some space, give the"
                  + " runner more memory, or another folder with withScratchFolder(...)");
      assertThat(kept.bytes()).hasSize(1 << 10);
    } finally {
      assertThat(scratch.remove()).isEmpty();
      assertThat(call("umount", disk.toString())).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"partitions", "upload Parquet", "upload CSV", "fetch Parquet", "adapter"})
  @DisplayName("so is one that anything else of a run fills, and nothing of it is left there")
  void scratchIsFullOfAnythingElse(String what) throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    MemoryObjects objects = new MemoryObjects();
    LocalRunner runner = LocalRunner.create().withThreads(2).withMemory(64 << 20).with(objects);
    BarsStage bars =
        BarsStage.from(InMemoryBars.of(manyBars(what.equals("partitions") ? 400 : 150)));
    BarsStage remote = BarsStage.from(ParquetSource.at("mem://lake/bars"));
    if (what.equals("fetch Parquet")) {
      VolumePipeline.named("bars", bars.into(ParquetSink.at("mem://lake/bars")))
          .run(runner.withScratchFolder(folder.resolve("large")));
    }
    SieveAdapter adapter = new SieveAdapter();
    VolumePipeline pipeline =
        VolumePipeline.named(
            "full",
            switch (what) {
              case "partitions" ->
                  bars.measure(
                          VOLUME.mean().over(bars(2)).as("a"),
                          VOLUME.mean().over(bars(3)).as("b"),
                          VOLUME.mean().over(bars(4)).as("c"),
                          VOLUME.mean().over(bars(5)).as("d"),
                          VOLUME.mean().over(bars(6)).as("e"),
                          VOLUME.mean().over(bars(7)).as("f"))
                      .into(ParquetSink.at(at("out")).partitionedBy("ticker"));
              case "upload Parquet" -> bars.into(ParquetSink.at("mem://lake/out"));
              case "upload CSV" -> bars.into(CsvSink.at("mem://lake/out"));
              case "fetch Parquet" -> remote.into(CsvSink.at(at("out")));
              default -> bars.into(new Sieve());
            });
    assumeTrue(
        call("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
        "only root may mount a small disk");
    try {
      assertThatThrownBy(() -> pipeline.run(runner.withScratchFolder(disk).with(adapter)))
          .isInstanceOf(ScratchException.class)
          .hasMessageStartingWith(
              "the scratch folder " + disk + " cannot be written to: No space left on device; ");
      assertThat(disk).isEmptyDirectory();
      assertThat(folder.resolve("out")).doesNotExist();
      assertThat(objects.names()).noneMatch(name -> name.startsWith("mem://lake/out"));
      assertThat(adapter.calls).isEmpty();
    } finally {
      assertThat(call("umount", disk.toString())).isZero();
    }
  }

  /** 1,500 bars of each ticker, whose volumes nobody can pack into less than five bytes. */
  private static List<Bar> manyBars(int tickers) {
    Random random = new Random(42);
    List<Bar> all = new ArrayList<>();
    for (int ticker = 0; ticker < tickers; ticker++) {
      long[] volumes = random.longs(1_500, 1, 1L << 40).toArray();
      all.addAll(BarSeries.of("T" + ticker).volumes(volumes).bars());
    }
    return all;
  }

  /** A sink whose adapter leaves something in its folder that nobody can delete. */
  private record Sticky() implements Sink<Object> {
    @Override
    public String describe() {
      return "glue";
    }
  }

  private static final class StickyAdapter implements LocalSinkAdapter<Sticky>, AutoCloseable {

    private final boolean fails;
    private Path folder;
    private boolean mounted;
    private boolean published;

    StickyAdapter(boolean fails) {
      this.fails = fails;
    }

    @Override
    public Class<Sticky> descriptorType() {
      return Sticky.class;
    }

    @Override
    public StagedOutput stage(
        Sticky sink, List<Path> parquet, Schema<?> schema, RunContext context) {
      folder = parquet.get(0).getParent();
      try {
        Path stuck = Files.createDirectory(folder.resolve("stuck"));
        mounted = call("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", stuck.toString()) == 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (fails) {
        throw new SinkException("the glue is dry");
      }
      return new StagedOutput() {
        @Override
        public long rows() {
          return 1;
        }

        @Override
        public void publish() {
          published = true;
        }

        @Override
        public void close() {
          // holds nothing
        }
      };
    }

    @Override
    public void close() throws IOException {
      if (mounted) {
        assertThat(call("umount", folder.resolve("stuck").toString())).isZero();
      }
    }
  }

  private RunReport runGlued(StickyAdapter adapter) {
    BarsStage bars = BarsStage.from(InMemoryBars.of(BarSeries.of("A").volumes(1).bars()));
    return VolumePipeline.named("glue", bars.into(new Sticky()))
        .run(
            LocalRunner.create()
                .withThreads(1)
                .withScratchFolder(folder.resolve("scratch"))
                .with(adapter));
  }

  /** A sink whose adapter loses a row. */
  private record Sieve() implements Sink<Object> {
    @Override
    public String describe() {
      return "sieve";
    }
  }

  private static final class SieveAdapter implements LocalSinkAdapter<Sieve>, StagedOutput {

    private String calls = "";

    @Override
    public Class<Sieve> descriptorType() {
      return Sieve.class;
    }

    @Override
    public StagedOutput stage(
        Sieve sink, List<Path> parquet, Schema<?> schema, RunContext context) {
      return this;
    }

    @Override
    public long rows() {
      return 1_499;
    }

    @Override
    public void publish() {
      calls += "published ";
    }

    @Override
    public void close() {
      calls += "closed";
    }
  }

  @Test
  @DisplayName("an output of which fewer rows arrive than were written is not published")
  void lostRow() {
    SieveAdapter adapter = new SieveAdapter();
    BarsStage bars =
        BarsStage.from(
            InMemoryBars.of(
                BarSeries.of("A").volumes(LongStream.rangeClosed(1, 1_500).toArray()).bars()));
    VolumePipeline pipeline = VolumePipeline.named("sieve", bars.into(new Sieve()));
    assertThatThrownBy(() -> pipeline.run(LocalRunner.create().with(adapter)))
        .isInstanceOf(SinkException.class)
        .hasMessage("sieve: of 1,500 rows 1,499 arrived; nothing is published, run it again");
    assertThat(adapter.calls).isEqualTo("closed");
  }

  @Test
  @DisplayName("a temporary folder that cannot be deleted after all is published is a warning")
  void temporaryFolderStays() throws IOException {
    try (StickyAdapter adapter = new StickyAdapter(false)) {
      RunReport report = runGlued(adapter);
      assumeTrue(adapter.mounted, "only root may mount a small disk");
      assertThat(adapter.published).isTrue();
      assertThat(report.warnings())
          .containsExactly(
              "the temporary folder "
                  + adapter.folder.getParent()
                  + " could not be deleted: "
                  + adapter.folder.getFileName()
                  + "/stuck: Device or resource busy; delete it");
      assertThat(adapter.folder.getParent()).hasParent(folder.resolve("scratch"));
    }
  }

  @Test
  @DisplayName("a temporary folder that cannot be deleted does not hide why a run failed")
  void temporaryFolderOfFailure() throws IOException {
    try (StickyAdapter adapter = new StickyAdapter(true)) {
      assertThatThrownBy(() -> runGlued(adapter))
          .isInstanceOf(SinkException.class)
          .hasMessage("the glue is dry")
          .hasNoSuppressedExceptions();
    }
  }

  @Test
  @DisplayName("a temporary folder that cannot be made is an error that names what to do")
  void temporaryFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("scratch"), "mine");
    try (StickyAdapter adapter = new StickyAdapter(false)) {
      assertThatThrownBy(() -> runGlued(adapter))
          .isInstanceOf(ScratchException.class)
          .hasMessage(
              "the scratch folder "
                  + file
                  + " cannot be written to: FileAlreadyExistsException "
                  + file
                  + "; give another one with withScratchFolder(...)");
    }
  }

  private static int call(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue();
  }
}
