package io.github.marketvolume.local;

import static io.github.marketvolume.metric.BarMetrics.LOG_VOLUME;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.largest;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FlaggedStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSink;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Score;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory goes by bars, not by tickers: a process with a small heap reads very many tickers. */
class ManyTickersTest {

  private static final LocalDate DAY = LocalDate.of(2020, 1, 6);
  private static final long LIMIT_SECONDS = 240;

  @TempDir private Path folder;

  /** How the bars of very many tickers may lie in files. */
  private enum Shape {
    /** One bar of each of 62,000 tickers (R2). */
    ONE_BAR_EACH(62_000, 1, 1),
    /** A file a day, as exchanges publish them. */
    FILE_A_DAY(12_000, 20, 20),
    /** By day in one file, so that no ticker's bars come one after the other. */
    BY_DAY(30_000, 5, 1);

    private final int tickers;
    private final int days;
    private final int files;

    Shape(int tickers, int days, int files) {
      this.tickers = tickers;
      this.days = days;
      this.files = files;
    }

    void write(Path folder) throws IOException {
      for (int file = 0; file < files; file++) {
        try (Writer out = Files.newBufferedWriter(folder.resolve("part-" + file + ".csv"), UTF_8)) {
          out.write("Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n");
          for (int day = 0; day < days / files; day++) {
            LocalDate date = DAY.plusDays(file * (days / files) + day);
            for (int ticker = 0; ticker < tickers; ticker++) {
              out.write(date + ",T" + ticker + ",9.5,10.5,11,9,10," + (ticker + 1) + "\n");
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Shape.class, names = "ONE_BAR_EACH")
  @DisplayName("very many tickers are read, ranked and written in a heap of 256 MB")
  void manyTickers(Shape shape) throws Exception {
    requireRun(shape);
  }

  @FullBuild
  @ParameterizedTest
  @EnumSource(value = Shape.class, names = "ONE_BAR_EACH", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("so are those whose bars lie apart")
  void manyTickersByDay(Shape shape) throws Exception {
    requireRun(shape);
  }

  private void requireRun(Shape shape) throws Exception {
    Path input = Files.createDirectory(folder.resolve("input"));
    shape.write(input);
    long rows = (long) shape.tickers * shape.days;
    String said = run("-Xmx256m", input.toString(), folder.toString());
    assertThat(said)
        .contains("read " + rows + "\n")
        .contains("accepted " + rows + "\n")
        .contains("CSV " + rows + "\n")
        .contains("Parquet " + rows + "\n")
        .contains("market " + shape.days + "\n")
        .contains("leaderboard " + shape.tickers + "\n");
  }

  private static String run(String heap, String... arguments) throws Exception {
    Path out = Files.createTempFile("many", ".out");
    Path err = Files.createTempFile("many", ".err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                arguments[0],
                arguments[1])
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(ended && process.exitValue() == 0)
          .as("it ends well; its errors:%n%s", Files.readString(err))
          .isTrue();
      return Files.readString(out);
    } finally {
      process.destroyForcibly().waitFor();
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Reads a folder, and writes outputs of every kind beside it. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      String out = arguments[1] + File.separator;
      BarsStage prices = BarsStage.from(CsvSource.at(arguments[0], CsvLayout.KAGGLE));
      Score<Bar> score = LOG_VOLUME.modifiedZScore().over(bars(60)).as("score");
      Flag<Bar> spike = score.atLeast(3.5).as("spike");
      FlaggedStage<Bar> daily =
          prices
              .measure(
                  VOLUME.mean().over(bars(20)).as("mean"),
                  score,
                  Rank.acrossTickers(VOLUME.descending()))
              .flag(spike);
      RunReport report =
          VolumePipeline.named(
                  "many",
                  daily.into(CsvSink.at(out + "csv")),
                  daily.into(ParquetSink.at(out + "parquet")),
                  prices.market(total(VOLUME), largest(VOLUME)).into(CsvSink.at(out + "market")),
                  prices
                      .leaderboard(VOLUME.max(), spike.count())
                      .into(CsvSink.at(out + "leaderboard")))
              .run(LocalRunner.create().withThreads(2));
      System.out.println("read " + report.rowsRead());
      System.out.println("accepted " + report.inputs().get(0).rowsAccepted());
      List<String> outputs = List.of("CSV", "Parquet", "market", "leaderboard");
      for (int i = 0; i < outputs.size(); i++) {
        System.out.println(outputs.get(i) + " " + report.outputs().get(i).rows());
      }
    }
  }
}
