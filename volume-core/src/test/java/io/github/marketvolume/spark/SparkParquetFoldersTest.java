package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ParquetFoldersContract;

/** Folders as Spark reads them. */
class SparkParquetFoldersTest extends ParquetFoldersContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
