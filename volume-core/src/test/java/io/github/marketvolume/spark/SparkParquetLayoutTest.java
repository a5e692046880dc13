package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ParquetLayoutContract;

/** Layouts as Spark reads them. */
@FullBuild // without it the local runner has these, and SparkParquetDatesTest what is Spark's own
class SparkParquetLayoutTest extends ParquetLayoutContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
