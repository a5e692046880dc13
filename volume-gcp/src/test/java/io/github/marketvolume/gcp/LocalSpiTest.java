package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.local.spi.LocalInput;
import io.github.marketvolume.local.spi.LocalSourceAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSpiTest extends SpiContract {

  @TempDir private Path scratch;

  @BeforeAll
  static void views() {
    LocalViews.IN_MEMORY.put("bars", BARS);
    LocalViews.IN_MEMORY.put("test_bars", TEST_BARS);
  }

  private LocalRunner localRunner() {
    return LocalRunner.create().withThreads(2).withScratchFolder(scratch);
  }

  @Override
  Runner runner() {
    return localRunner();
  }

  @Override
  Runner runnerThatReads(String prefix) {
    return localRunner().with(new LocalViewSourceAdapter(prefix));
  }

  @Override
  List<String> view(String name) {
    String file = "'" + LocalViews.file(name) + "'";
    int columns = LocalViewSinkAdapter.query("describe from " + file, 1).size();
    return LocalViewSinkAdapter.query("from " + file, columns);
  }

  @Override
  String name() {
    return "local";
  }

  @Test
  @DisplayName("an adapter may hand over Parquet files, and none of its temporary ones are left")
  void parquetFiles() throws IOException {
    VolumePipeline.named(
            "copy", BarsStage.from(new ViewSource("bars")).into(new ViewSink("copied")))
        .run(runner());
    assertThat(BarsStage.from(new ViewSource("copied")).collect(runner())).isEqualTo(BARS);
    assertThat(scratch).isEmptyDirectory();
    assertThat(Files.exists(LocalViews.file("copied.staged"))).isFalse();
  }

  /** Reads any view as one that has no files yet. */
  private record NoFiles() implements LocalSourceAdapter<ViewSource> {

    @Override
    public Class<ViewSource> descriptorType() {
      return ViewSource.class;
    }

    @Override
    public LocalInput open(ViewSource source, ReadRequest request, RunContext context) {
      return new LocalInput.ParquetFiles(List.of());
    }
  }

  @Test
  @DisplayName("an adapter without files has no rows")
  void noFiles() {
    assertThat(BarsStage.from(new ViewSource("bars")).collect(localRunner().with(new NoFiles())))
        .isEmpty();
  }
}
