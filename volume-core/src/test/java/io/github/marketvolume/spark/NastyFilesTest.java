package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.runners.NastyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nasty files, alone on one runner and together on both: no row is lost, no number is infinite, no
 * failure has two lines, and the runners agree.
 */
class NastyFilesTest {

  private static final long SEED = 20261129;
  private static final int FILES = 100;

  private static final CsvLayout LAYOUT =
      CsvLayout.named("nasty")
          .date("Date")
          .ticker("Symbol")
          .prices("Open", "High", "Low", "Close")
          .volume("Volume")
          .splitCoefficient("Split");

  @TempDir private Path folder;

  /** What a run gives: rows in an order of their own, and counts. */
  private record Outcome(List<String> bars, List<String> rejected, List<String> counts) {}

  private final Runner local = LocalRunner.create().withThreads(2);

  private static Outcome run(Runner runner, CsvSource source) {
    BarsStage bars = BarsStage.from(source).checkedBy(BarRules.standard().withoutLimits());
    InMemorySink<Bar> accepted = new InMemorySink<>();
    InMemorySink<RejectedRow> rejected = new InMemorySink<>();
    RunReport report =
        VolumePipeline.named(
                "nasty", bars.splitAdjusted().into(accepted), bars.rejected().into(rejected))
            .run(runner);
    for (RunReport.Input input : report.inputs()) {
      assertThat(input.rowsRead())
          .as(input.toString())
          .isEqualTo(input.rowsAccepted() + input.rowsRejected() + input.duplicatesDropped());
      assertThat(input.rowsRejected()).isEqualTo(rejected.rows().size());
    }
    accepted.rows().forEach(NastyFilesTest::requireFinite);
    return new Outcome(
        accepted.rows().stream().map(Bar::toString).sorted().toList(),
        rejected.rows().stream().map(row -> row + " " + row.text()).sorted().toList(),
        report.inputs().stream()
            .map(
                input ->
                    new TreeMap<>(input.rejectedByRule())
                        + " "
                        + new TreeMap<>(input.warnedByRule())
                        + " "
                        + input.rowsRead())
            .toList());
  }

  private static void requireFinite(Bar bar) {
    for (OptionalDouble price :
        List.of(bar.open(), bar.high(), bar.low(), bar.close(), bar.adjClose())) {
      assertThat(price.isEmpty() || Double.isFinite(price.getAsDouble())).as("%s", bar).isTrue();
    }
    assertThat(bar.volume().orElse(1)).as("%s", bar).isBetween(1L, Long.MAX_VALUE - 1);
  }

  /** What is said of one file alone; empty if it is read. */
  private String alone(Path file) {
    try {
      run(local, CsvSource.at(file.toString(), LAYOUT));
      return "";
    } catch (VolumeException e) {
      assertThat(e.getMessage())
          .doesNotContain("\n", "\u001b", "\u200b", "\u0000")
          .contains(file.getFileName().toString());
      return e.getMessage();
    }
  }

  @Test
  @DisplayName("nasty files are read whole or refused in a line, by both runners alike")
  void nastyFiles() throws IOException {
    requireRunnersAgree(4);
  }

  @FullBuild
  @Test
  @DisplayName("so are two thousand of them")
  void moreNastyFiles() throws IOException {
    requireRunnersAgree(20);
  }

  private void requireRunnersAgree(int batches) throws IOException {
    NastyFiles nasty = new NastyFiles(SEED);
    Runner spark = SparkRunner.on(SparkSessions.shared());
    int refused = 0;
    List<String> differences = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      Path files = Files.createDirectory(folder.resolve("batch" + batch));
      List<String> whats = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        NastyFiles.NastyFile file = nasty.next(i);
        Path path = Files.write(files.resolve(file.name()), file.bytes());
        whats.add(file.name() + ": " + file.what());
        try {
          refused += alone(path).isEmpty() ? 0 : 1;
        } catch (RuntimeException | Error e) {
          fail(path + " (" + file.what() + ")", e);
        }
      }
      CsvSource all = CsvSource.at(files.toString(), LAYOUT).quarantiningUnreadableFiles();
      Outcome one = outcome(local, all);
      Outcome other = outcome(spark, all);
      if (!one.equals(other)) {
        differences.add(difference(one, other) + "\n" + whats);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(refused).isBetween(batches * FILES / 20, batches * FILES / 2);
  }

  /** Where a file turns out to be damaged after rows of it were read, both runners refuse all. */
  private static Outcome outcome(Runner runner, CsvSource source) {
    try {
      return run(runner, source);
    } catch (VolumeException e) {
      return new Outcome(List.of(), List.of(), List.of(e.getMessage()));
    }
  }

  private static String difference(Outcome one, Outcome other) {
    List<String> text = new ArrayList<>();
    addDifference(text, "bars", one.bars(), other.bars());
    addDifference(text, "rejected", one.rejected(), other.rejected());
    addDifference(text, "counts", one.counts(), other.counts());
    return String.join("\n", text);
  }

  private static void addDifference(
      List<String> text, String what, List<String> one, List<String> other) {
    one.stream()
        .filter(row -> !other.contains(row))
        .limit(3)
        .forEach(row -> text.add(what + " local: " + row));
    other.stream()
        .filter(row -> !one.contains(row))
        .limit(3)
        .forEach(row -> text.add(what + " spark: " + row));
  }
}
