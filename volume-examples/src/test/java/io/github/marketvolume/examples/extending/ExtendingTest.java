package io.github.marketvolume.examples.extending;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.across;
import static io.github.marketvolume.metric.CrossSection.share;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.spark.SparkRunner;
import io.github.marketvolume.testing.BarSeries;
import io.github.marketvolume.testing.Bars;
import io.github.marketvolume.testing.Parity;
import io.github.marketvolume.testing.ReferenceRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of docs/extending.md, on every runner. */
class ExtendingTest {

  @TempDir private Path folder;

  static Stream<Runner> runners() {
    return Stream.of(ReferenceRunner.create(), LocalRunner.create(), spark());
  }

  private static Runner spark() {
    return SparkRunner.on(
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate());
  }

  @ParameterizedTest
  @MethodSource("runners")
  void sourceSinkStatisticAndRule(Runner runner) throws IOException {
    Path in = folder.resolve("bars.txt");
    Files.writeString(in, "2020-01-06 AAA 100\n2020-01-07 AAA 300\n2020-01-08 AAA 40\n");
    Path out = folder.resolve("out.tsv");
    Files.writeString(out, "the old one");

    VolumePipeline.named(
            "extended",
            BarsStage.from(new LineBars(in.toString()))
                .measure(VOLUME.summary(new ShareAbove(200)).over(bars(2)).as("share"))
                .flagAnomalies(new DriesUp(bars(2)))
                .anomalies()
                .into(new TabSink(out.toString())))
        .run(runner);

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("2020-01-08\tAAA\t").contains("\t40\t0.5\t");
    assertThat(lines.get(1)).contains("dries_up_2").endsWith("\t2.5\t1.0\t2.5");
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @ParameterizedTest
  @MethodSource("runners")
  void aRunThatFailsLeavesTheOldOutput(Runner runner) throws IOException {
    Path out = folder.resolve("out.tsv");
    Files.writeString(out, "the old one");
    VolumePipeline pipeline =
        VolumePipeline.named(
            "failing",
            BarsStage.from(new LineBars("nowhere.txt")).into(new TabSink(out.toString())));

    assertThatThrownBy(() -> pipeline.run(runner))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("nowhere.txt cannot be read");
    assertThat(out).hasContent("the old one");
  }

  @Test
  void statisticAndRuleAreTheSameOnAllRunners() {
    List<Bar> bars =
        Bars.of(
            BarSeries.of("AAA").volumes(100, 300, 0, 40, 250, 260, 10),
            BarSeries.of("BBB").volumes(5, 500, 4, 0, 3));
    Parity.assertSameOnAll(
        stage ->
            stage
                .measure(
                    VOLUME.summary(new ShareAbove(200)).over(bars(3).requiring(1)),
                    VOLUME.score(QuartileScore.IQR_SCORE).over(bars(3).requiring(2)))
                .flagAnomalies(new DriesUp(bars(2).requiring(1))),
        bars,
        LocalRunner.create(),
        spark());
  }

  @Test
  void scoresAndStatisticsAreTheSameAcrossTickersOnAllRunners() {
    List<Bar> bars =
        Bars.of(
            BarSeries.of("AAA").volumes(100, 300, 0, 40, 250, 260, 10),
            BarSeries.of("BBB").volumes(5, 500, 4, 0, 3));
    Score<Bar> score = VOLUME.score(QuartileScore.IQR_SCORE).over(bars(3).requiring(2));
    assertThat(score.name()).isEqualTo("volume_iqr_score_3_min_2");
    Parity.assertSameOnAll(
        stage ->
            stage.market(
                across(VOLUME.summary(new ShareAbove(200))),
                across(score.max()),
                share(score.atLeast(1).as("high"))),
        bars,
        LocalRunner.create(),
        spark());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LineBars", "TabSink", "ShareAbove", "QuartileScore", "DriesUp"})
  void thePageShowsThisCode(String name) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("CHANGELOG.md"))) {
      root = root.getParent();
    }
    String source =
        Files.readString(
            root.resolve(
                "volume-examples/src/test/java/io/github/marketvolume/examples/extending/"
                    + name
                    + ".java"));
    assertThat(Files.readString(root.resolve("docs/extending.md")))
        .contains(
            "```java\n"
                + source.substring(source.indexOf("\n\n", source.lastIndexOf("\nimport ") + 1) + 2)
                + "```\n");
  }
}
