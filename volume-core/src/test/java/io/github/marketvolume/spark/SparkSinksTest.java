package io.github.marketvolume.spark;

import static io.github.marketvolume.metric.BarMetrics.VOLUME;
import static io.github.marketvolume.metric.RollingWindow.bars;
import static io.github.marketvolume.runners.DuckDbQueries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.runners.SinksContract;
import io.github.marketvolume.testing.BarSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runner writes, and how Spark's Parquet is encoded. */
class SparkSinksTest extends SinksContract {

  @Override
  protected Runner runner(ProgressListener listener) {
    return SparkRunner.on(SparkSessions.shared()).onProgress(listener);
  }

  @Override
  protected String engine() {
    return "Spark";
  }

  @Override
  protected String reportedRunner() {
    return "Spark [34]\\.\\S+ on local\\[2]";
  }

  @Override
  protected List<String> steps(String read, List<String> bars, List<String> others) {
    List<String> steps = new ArrayList<>(List.of(read));
    bars.forEach(sink -> steps.add("write " + sink));
    others.forEach(sink -> steps.add("write " + sink));
    return steps;
  }

  @Override
  protected String objectStoreIsRefused(String location) {
    return location
        + ": cannot be staged: an object store cannot rename a folder; write to a file system, or"
        + " add a module with an ObjectStore for s3a: to the class path";
  }

  @Test
  @DisplayName("columns that never lack a value say so in Parquet")
  void requiredColumns(@TempDir Path folder) {
    BarsStage stage =
        BarsStage.from(InMemoryBars.of(BarSeries.of("A").pricedAt(1.5).volumes(30, 10).bars()));
    String location = folder.resolve("daily").toString();
    VolumePipeline.named(
            "test",
            stage
                .measure(
                    VOLUME.mean().over(bars(1)).as("mean_1"),
                    VOLUME.total().over(bars(1)).as("sum"))
                .flag(VOLUME.atLeast(20).as("busy"))
                .into(ParquetSink.at(location)))
        .run(runner(step -> {}));
    assertThat(
            query(
                "select name, repetition_type, type, converted_type from"
                    + " parquet_schema('%1$s/*.parquet') where num_children is null and file_name ="
                    + " (select min(file_name) from parquet_schema('%1$s/*.parquet'))",
                location))
        .containsExactly(
            "trade_date|REQUIRED|INT32|DATE",
            "ticker|REQUIRED|BYTE_ARRAY|UTF8",
            "open|OPTIONAL|DOUBLE|null",
            "high|OPTIONAL|DOUBLE|null",
            "low|OPTIONAL|DOUBLE|null",
            "close|OPTIONAL|DOUBLE|null",
            "adj_close|OPTIONAL|DOUBLE|null",
            "volume|OPTIONAL|INT64|null",
            "mean_1|OPTIONAL|DOUBLE|null",
            "sum|OPTIONAL|INT64|null",
            "busy|REQUIRED|BOOLEAN|null");
  }
}
