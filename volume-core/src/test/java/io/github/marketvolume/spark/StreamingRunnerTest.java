package io.github.marketvolume.spark;

import static io.github.marketvolume.calendar.TradingCalendar.NYSE;
import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.CrossSection.total;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.kafka.KafkaSource;
import io.github.marketvolume.kafka.KafkaTopic;
import io.github.marketvolume.ledger.Ledger;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Measured;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.runners.FolderTree;
import io.github.marketvolume.spark.stream.RunningStream;
import io.github.marketvolume.spark.stream.SparkStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of files that arrive; StreamLawsTest has the laws. */
class StreamingRunnerTest {

  private static final Score<Bar> SCORE = VOLUME.modifiedZScore().over(bars(20));

  private final SparkSession spark = SparkSessions.shared();

  @TempDir private Path folder;

  private Path arriving;

  @BeforeEach
  void makeFolder() throws IOException {
    arriving = Files.createDirectory(folder.resolve("arriving files"));
  }

  private static List<String> lines(String from, String to) {
    List<String> lines = new ArrayList<>();
    for (LocalDate date : NYSE.sessions(LocalDate.parse(from), LocalDate.parse(to))) {
      for (String ticker : List.of("AAA", "BBB", "CCC")) {
        long volume = 1_000 + (date.toEpochDay() * 31 + ticker.hashCode()) % 977;
        lines.add(date + "," + ticker + "," + volume);
      }
    }
    return lines;
  }

  /** Brings a file into the folder as one should: it is complete when it appears. */
  private void arrive(String name, List<String> lines) throws IOException {
    Path hidden = arriving.resolve("." + name);
    Files.writeString(hidden, "date,ticker,volume\n" + String.join("\n", lines) + "\n");
    Files.move(hidden, arriving.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static CsvLayout layout() {
    return CsvLayout.named("small").date("date").ticker("ticker").volume("volume");
  }

  private Source<Bar> files() {
    return CsvSource.at(arriving.toString(), layout());
  }

  private VolumePipeline pipeline(Source<Bar> source, Path to) {
    BarsStage prices = BarsStage.from(source);
    return VolumePipeline.named(
        "daily",
        prices.measure(SCORE).into(ParquetSink.at(to + "/daily").byMonth()),
        prices.market(total(VOLUME)).into(ParquetSink.at(to + "/market").byMonth()),
        prices.rejected().into(ParquetSink.at(to + "/rejected")));
  }

  private RunStore store() {
    return RunStore.at(folder + "/store");
  }

  private SparkStream stream(StreamingRunner runner) {
    return pipeline(files(), folder).stream(runner, store());
  }

  private void requireWholeRun() {
    Path whole = folder.resolve("whole");
    pipeline(files(), whole).run(SparkRunner.on(spark));
    for (String output : List.of("daily", "market")) {
      String one = "(select * from '" + folder + "/" + output + "/*.parquet')";
      String other = "(select * from '" + whole + "/" + output + "/*.parquet')";
      assertThat(query("select * from (" + one + " except all " + other + ")")).isEmpty();
      assertThat(query("select * from (" + other + " except all " + one + ")")).isEmpty();
    }
    assertThat(query("select count(*) from '" + folder + "/rejected/*.parquet'"))
        .isEqualTo(query("select count(*) from '" + whole + "/rejected/*.parquet'"));
  }

  @Test
  @DisplayName("files that arrive, a stream for each lot, end as one run over all")
  void lots() throws IOException {
    StreamingRunner runner = StreamingRunner.on(spark);
    arrive("1.csv", lines("2021-01-04", "2021-03-10"));
    assertThat(stream(runner).availableNow()).hasSize(1);
    arrive("2.csv", lines("2021-03-11", "2021-03-31"));
    arrive("3.csv", List.of("2021-04-01,AAA,x", "2021-04-01,BBB,5"));
    List<RunReport> second = stream(runner).availableNow();
    assertThat(second).hasSize(1);
    assertThat(second.get(0).rowsRead()).isEqualTo(47);
    assertThat(second.get(0).rowsRejected()).isEqualTo(1);
    assertThat(second.get(0).updated().get().isResumed()).isTrue();
    assertThat(stream(runner).availableNow()).isEmpty();
    requireWholeRun();
    assertThat(query("select origin, line from '" + folder + "/rejected/*.parquet'"))
        .singleElement()
        .asString()
        .contains("arriving files/3.csv")
        .endsWith("|2");
  }

  @Test
  @DisplayName("a batch that was published before the process ended is recognised")
  void replayed() throws IOException {
    arrive("1.csv", lines("2021-01-04", "2021-02-26"));
    StreamingRunner dying =
        StreamingRunner.on(spark)
            .onReport(
                report -> {
                  throw new VolumeException("the process ends here");
                });
    assertThatThrownBy(() -> stream(dying).availableNow())
        .isInstanceOf(VolumeException.class)
        .hasMessage("the process ends here");
    String before = Ledger.find(store()).get().toJson();

    assertThat(stream(StreamingRunner.on(spark)).availableNow()).isEmpty();

    assertThat(Ledger.find(store()).get().toJson()).isEqualTo(before);
    arrive("2.csv", lines("2021-03-01", "2021-03-02"));
    assertThat(stream(StreamingRunner.on(spark)).availableNow()).hasSize(1);
    requireWholeRun();
  }

  @Test
  @DisplayName("with a new checkpoint all arrives again, and what is known changes nothing")
  void newCheckpoint() throws IOException {
    arrive("1.csv", lines("2021-01-04", "2021-02-26"));
    assertThat(stream(StreamingRunner.on(spark)).availableNow()).hasSize(1);
    StreamingRunner other =
        StreamingRunner.on(spark).withCheckpoint(folder.resolve("other").toString());
    RunReport again = stream(other).availableNow().get(0);
    assertThat(again.updated().get().isPublished()).isFalse();
    arrive("2.csv", lines("2021-03-01", "2021-03-02"));
    assertThat(stream(other).availableNow().get(0).updated().get().added()).isEqualTo(6);
    requireWholeRun();
  }

  @Test
  @DisplayName("a file with an error fails the batch, which is taken again once it is mended")
  void mended() throws IOException {
    Files.writeString(arriving.resolve("1.csv"), "<html>not there</html>\n");
    assertThatThrownBy(() -> stream(StreamingRunner.on(spark)).availableNow())
        .isInstanceOf(VolumeException.class)
        .hasMessageContaining("1.csv");
    Files.writeString(
        arriving.resolve("1.csv"),
        "date,ticker,volume\n" + String.join("\n", lines("2021-01-04", "2021-01-29")) + "\n");
    assertThat(stream(StreamingRunner.on(spark)).availableNow()).hasSize(1);
    requireWholeRun();
  }

  @Test
  @DisplayName("a file that fails a batch and is removed does not hold up the others")
  void removed() throws IOException {
    Files.writeString(arriving.resolve("1.csv"), "<html>not there</html>\n");
    arrive("2.csv", lines("2021-01-04", "2021-01-29"));
    assertThatThrownBy(() -> stream(StreamingRunner.on(spark)).availableNow())
        .hasMessageContaining("1.csv");
    Files.delete(arriving.resolve("1.csv"));
    assertThat(stream(StreamingRunner.on(spark)).availableNow()).hasSize(1);
    requireWholeRun();
  }

  @Test
  @DisplayName("a stream that goes on takes files as they come; memory gets the days that change")
  void goesOn() throws IOException {
    InMemorySink<Measured<Bar>> rows = new InMemorySink<>();
    arrive("1.csv", lines("2021-01-04", "2021-02-26"));
    BarsStage prices = BarsStage.from(files());
    VolumePipeline pipeline =
        VolumePipeline.named(
            "daily",
            prices.measure(SCORE).into(ParquetSink.at(folder + "/daily").byMonth()),
            prices.measure(SCORE).into(rows));
    try (RunningStream stream =
        pipeline.stream(StreamingRunner.on(spark), store()).start(Duration.ZERO)) {
      stream.takeAllAvailable();
      assertThat(rows.rows())
          .hasSize(3 * NYSE.sessions(LocalDate.of(2021, 1, 4), LocalDate.of(2021, 2, 26)).size());
      arrive("2.csv", lines("2021-03-01", "2021-03-02"));
      stream.takeAllAvailable();
      assertThat(rows.rows())
          .extracting(row -> row.base().tradeDate())
          .containsOnly(LocalDate.of(2021, 3, 1), LocalDate.of(2021, 3, 2));
      arrive("3.csv", lines("2021-03-03", "2021-03-03"));
      stream.takeAllAvailable();
      assertThat(rows.rows())
          .extracting(row -> row.base().tradeDate())
          .containsOnly(LocalDate.of(2021, 3, 3));
      assertThat(stream.isRunning()).isTrue();
    }
  }

  /**
   * The build runs this once on each Spark: what one has begun, the next goes on with. On the same
   * version as the last time it begins anew.
   */
  @Test
  @DisplayName("a stream that another version of Spark has begun goes on")
  void otherVersion() throws IOException {
    Path kept = Path.of("target/stream-of-versions").toAbsolutePath();
    Path version = kept.resolve("version");
    String before = Files.exists(version) ? Files.readString(version) : spark.version();
    boolean isFirst = before.equals(spark.version());
    if (isFirst) {
      FolderTree.delete(kept);
      Files.createDirectories(kept);
    }
    folder = kept;
    arriving = Files.createDirectories(kept.resolve("arriving"));
    arrive(
        isFirst ? "1.csv" : "2.csv",
        isFirst ? lines("2021-01-04", "2021-03-10") : lines("2021-03-11", "2021-03-31"));
    List<RunReport> batches = stream(StreamingRunner.on(spark)).availableNow();
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).rowsRead()).isEqualTo(isFirst ? 3 * 46 : 3 * 15);
    assertThat(batches.get(0).updated().get().isResumed()).isNotEqualTo(isFirst);
    Files.writeString(version, spark.version());
    if (!isFirst) {
      requireWholeRun();
      FolderTree.delete(kept);
    }
  }

  @Test
  @DisplayName("a streaming dataset is a source; one that is not is refused")
  void dataset() throws IOException {
    arrive("1.csv", lines("2021-01-04", "2021-02-26"));
    DatasetSource source =
        DatasetSource.of(
            spark
                .readStream()
                .option("header", true)
                .schema("trade_date date, ticker string, volume long")
                .csv(arriving.toString()));
    assertThat(pipeline(source, folder).stream(StreamingRunner.on(spark), store()).availableNow())
        .hasSize(1);
    requireWholeRun();

    assertThatThrownBy(
            () ->
                pipeline(InMemoryBars.of(List.of()), folder).stream(
                    StreamingRunner.on(spark), store()))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("does not go on");
    assertThatThrownBy(() -> pipeline(source, folder).run(SparkRunner.on(spark)))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("goes on without an end");
    VolumePipeline topic =
        pipeline(KafkaSource.of(KafkaTopic.parse("kafka://localhost:1/bars")), folder);
    for (Runner runner : List.of(SparkRunner.on(spark), LocalRunner.create())) {
      assertThatThrownBy(() -> topic.run(runner))
          .isInstanceOf(InvalidPlanException.class)
          .hasMessage(
              "kafka://localhost:1/bars (Kafka, JSON) goes on without an end; take it by"
                  + " pipeline.stream(StreamingRunner.on(spark), store)");
    }
  }
}
