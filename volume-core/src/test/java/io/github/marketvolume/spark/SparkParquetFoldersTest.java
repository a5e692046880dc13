package io.github.marketvolume.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.BarsStage;
import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.error.SourceException;
import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.local.LocalRunner;
import io.github.marketvolume.runners.DuckDbQueries;
import io.github.marketvolume.runners.ParquetFoldersContract;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as Spark reads them. */
@FullBuild // without it the local runner has these, and what the runners exchange is tested
class SparkParquetFoldersTest extends ParquetFoldersContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }

  @Test
  @DisplayName("a hidden file that is named is told of, as Spark would pass it over in silence")
  void hiddenFile(@TempDir Path folder) {
    Path file = folder.resolve("_a.parquet");
    DuckDbQueries.writeParquet(
        file.toString(), "select date '2024-01-02' trade_date, 'AAA' ticker, 1 volume");
    BarsStage bars = BarsStage.from(ParquetSource.at(file.toString()));
    assertThat(bars.collect(LocalRunner.create())).hasSize(1);
    assertThatThrownBy(() -> bars.collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            file
                + " cannot be read: Spark passes over files whose names begin with a dot or an"
                + " underscore; rename it, or use LocalRunner");
  }

  @Test
  @DisplayName("a file whose name has a colon is told of, as Hadoop does not read it")
  void colon(@TempDir Path folder) {
    Path file = folder.resolve("a:b.parquet");
    DuckDbQueries.writeParquet(
        file.toString(), "select date '2024-01-02' trade_date, 'AAA' ticker, 1 volume");
    BarsStage bars = BarsStage.from(ParquetSource.at(folder.toString()));
    assertThat(bars.collect(LocalRunner.create())).hasSize(1);
    assertThatThrownBy(() -> bars.collect(runner()))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(file + " cannot be read: ")
        .message()
        .doesNotContain("\n");
  }
}
