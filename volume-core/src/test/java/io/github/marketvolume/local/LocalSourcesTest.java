package io.github.marketvolume.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.runners.SourcesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runner reads, and what happens from file to file. */
class LocalSourcesTest extends SourcesContract {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);

  @Override
  protected Runner runner(ProgressListener listener) {
    return LocalRunner.create().withThreads(2).onProgress(listener);
  }

  @Override
  protected Runner patientRunner() {
    return LocalRunner.create().withThreads(1);
  }

  @Override
  protected String engine() {
    return "LocalRunner";
  }

  @Override
  protected String unknownSchemeIsRefused(String location, String scheme) {
    return location
        + ": the local runner knows no store for "
        + scheme
        + ":; add the module that has one to the class path, use files of this machine, or run on"
        + " Spark";
  }

  /** Deletes a file once another has been read. */
  private record Deleting(Path file) implements ProgressListener {

    @Override
    public void begins(String step) {
      // Too early: the files are not found yet.
    }

    @Override
    public void advances(String step, double share) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  @DisplayName("a file that vanishes after it was found and before it is opened is said to have")
  void vanishesBeforeItIsOpened(@TempDir Path folder) throws IOException {
    String text = "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-06,,,,,,1\n";
    Files.writeString(folder.resolve("A.csv"), text);
    Path second = Files.writeString(folder.resolve("B.csv"), text);
    CsvSource source = CsvSource.at(folder.toString(), CsvLayout.YAHOO);
    for (CsvSource each : List.of(source, source.quarantiningUnreadableFiles())) {
      Files.writeString(second, text);
      assertThatThrownBy(() -> BarsStage.from(each).collect(runner(new Deleting(second))))
          .isInstanceOf(SourceException.class)
          .hasMessage(second + " vanished while it was read; run again");
    }
  }

  /** A source whose every part has something to say. */
  private record Talkative(int from, int to) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      IntStream.range(0, 100).forEach(i -> context.warn("part " + from + ", " + i));
      return List.of(Bar.of("T" + from, DAY, 1)).iterator();
    }

    @Override
    public List<RowSource<Bar>> split() {
      return IntStream.range(from, to)
          .<RowSource<Bar>>mapToObj(part -> new Talkative(part, part + 1))
          .toList();
    }

    @Override
    public String describe() {
      return "a talkative source";
    }
  }

  @Test
  @DisplayName("no warning is lost where parts of a source are read at the same time")
  void warningsOfParts() {
    RunReport report =
        VolumePipeline.named(
                "talk", BarsStage.from(new Talkative(0, 200)).into(new InMemorySink<>()))
            .run(LocalRunner.create().withThreads(8));
    assertThat(report.warnings()).hasSize(20_000).doesNotHaveDuplicates();
  }
}
