package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.MissingDependencyException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.io.InMemoryBars;
import io.github.marketvolume.io.ParquetSink;
import io.github.marketvolume.publish.MemoryObjects;
import io.github.marketvolume.testing.BarSeries;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Object stores where Spark has no file system for them. */
class SparkObjectStoreTest {

  private static final BarsStage BARS =
      BarsStage.from(InMemoryBars.of(BarSeries.of("A").volumes(1, 2).bars()));

  private final MemoryObjects objects = new MemoryObjects();
  private final SparkRunner runner = SparkRunner.on(SparkSessions.shared()).with(objects);

  @Test
  @DisplayName("a folder that Spark's tasks could not write is refused before anything is reserved")
  void noFileSystemToWrite() {
    VolumePipeline pipeline =
        VolumePipeline.named("test", BARS.into(ParquetSink.at("mem://lake/daily")));
    assertThatThrownBy(() -> pipeline.run(runner))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessage(
            "mem://lake/daily: Hadoop knows no file system for mem:; add the module that has one"
                + " to Spark's class path, on the driver and the executors");
    assertThat(objects.names()).isEmpty();
  }

  @Test
  @DisplayName(
      "where the file system of a well-known store is missing, the error names its artifact")
  void noConnector() {
    BarsStage bars = BarsStage.from(CsvSource.at("gs://lake/raw/*.csv", CsvLayout.YAHOO));
    assertThatThrownBy(() -> bars.collect(runner))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessage(
            "gs://lake/raw/*.csv: Hadoop knows no file system for gs:; add"
                + " com.google.cloud.bigdataoss:gcs-connector (hadoop3, classifier shaded) to"
                + " Spark's class path, on the driver and the executors");
  }
}
