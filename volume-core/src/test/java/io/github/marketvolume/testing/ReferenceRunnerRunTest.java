package io.github.marketvolume.testing;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.RunReport;
import io.github.marketvolume.RunReport.Written;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.error.SinkException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.InMemorySink;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSink;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.StagedOutput;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.TickerSummary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How whole pipelines are run: all outputs or none, and the report. */
class ReferenceRunnerRunTest {

  private static final ReferenceRunner RUNNER =
      ReferenceRunner.create().asOf(LocalDate.of(2021, 1, 1));
  private static final BarsStage BARS =
      BarsStage.from(InMemoryBars.of(Bars.of(BarSeries.of("A").volumes(3, 1))));

  /** A sink that writes down what happens to it, and fails where it is told to. */
  private record Recording(String name, List<String> log, boolean failsAtPublish)
      implements RowSink<Object> {

    @Override
    public <T> StagedOutput stage(Iterator<T> rows, Schema<T> schema, RunContext context) {
      List<T> taken = new ArrayList<>();
      rows.forEachRemaining(taken::add);
      log.add("stage " + name);
      context.warn(name + " as of " + context.asOf());
      return new StagedOutput() {
        @Override
        public long rows() {
          return taken.size();
        }

        @Override
        public void publish() {
          if (failsAtPublish) {
            throw new SinkException(name + " is full");
          }
          log.add("publish " + name);
        }

        @Override
        public void close() {
          log.add("close " + name);
        }
      };
    }

    @Override
    public String describe() {
      return name;
    }
  }

  @Test
  @DisplayName("all outputs are staged before the first is published, and all are closed")
  void stagesThenPublishes() {
    List<String> log = new ArrayList<>();
    VolumePipeline.named(
            "two",
            BARS.into(new Recording("first", log, false)),
            BARS.into(new Recording("second", log, false)))
        .run(RUNNER);
    assertThat(log)
        .containsExactly(
            "stage first",
            "stage second",
            "publish first",
            "publish second",
            "close second",
            "close first");
  }

  @Test
  @DisplayName("when a sink fails, what was staged is closed")
  void closesOnFailure() {
    List<String> log = new ArrayList<>();
    VolumePipeline pipeline =
        VolumePipeline.named(
            "two",
            BARS.into(new Recording("first", log, true)),
            BARS.into(new Recording("second", log, false)));
    assertThatThrownBy(() -> pipeline.run(RUNNER))
        .isInstanceOf(SinkException.class)
        .hasMessage("first is full");
    assertThat(log).containsExactly("stage first", "stage second", "close second", "close first");
  }

  @Test
  @DisplayName("the report counts what was read and written")
  void report() {
    InMemorySink<TickerSummary> top = new InMemorySink<>();
    VolumePipeline pipeline =
        VolumePipeline.named(
            "report",
            BARS.into(new Recording("bars", new ArrayList<>(), false)),
            BARS.leaderboard(VOLUME.max()).into(top));
    RunReport report = pipeline.run(RUNNER);
    assertThat(report.pipeline()).isEqualTo("report");
    assertThat(report.runId()).matches("[A-Za-z0-9-]+");
    assertThat(report.rowsRead()).as("one source is read once").isEqualTo(2);
    assertThat(report.outputs()).containsExactly(new Written("bars", 2), new Written("memory", 1));
    assertThat(report.warnings()).containsExactly("bars as of 2021-01-01");
    assertThat(report.plan()).isEqualTo(pipeline.explain());
    assertThat(top.rows()).hasSize(1);
  }

  /** A source that counts how often it is read. */
  private record Counting(List<String> reads) implements RowSource<Bar> {

    @Override
    public Iterator<Bar> rows(ReadRequest request, RunContext context) {
      reads.add("read");
      return List.<Bar>of().iterator();
    }

    @Override
    public String describe() {
      return "a counted source";
    }
  }

  @Test
  @DisplayName("files are refused before anything is read")
  void refusesFiles() {
    List<String> reads = new ArrayList<>();
    BarsStage counted = BarsStage.from(new Counting(reads));
    VolumePipeline toFiles =
        VolumePipeline.named(
            "files",
            counted.into(new InMemorySink<>()),
            counted.into(ParquetSink.at("out/ticker_daily")));
    BarsStage fromFiles = BarsStage.from(CsvSource.at("prices.csv", CsvLayout.KAGGLE));
    assertThatThrownBy(() -> toFiles.run(RUNNER))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the reference runner cannot write out/ticker_daily (Parquet); run with LocalRunner or"
                + " SparkRunner, or send the rows into an InMemorySink");
    assertThatThrownBy(() -> fromFiles.collect(RUNNER))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the reference runner cannot read prices.csv (CSV, kaggle layout); run with"
                + " LocalRunner or SparkRunner, or give it InMemoryBars");
    assertThat(reads).isEmpty();
  }
}
