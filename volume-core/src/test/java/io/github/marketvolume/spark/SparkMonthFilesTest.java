package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.MonthFilesContract;

class SparkMonthFilesTest extends MonthFilesContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
