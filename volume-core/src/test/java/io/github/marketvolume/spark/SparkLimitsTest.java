package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.runners.FileLimitsContract;

class SparkLimitsTest extends FileLimitsContract {

  private static final SparkRunner RUNNER = SparkRunner.on(SparkSessions.shared());

  @Override
  protected Runner runner() {
    return RUNNER;
  }

  @Override
  protected CsvSource detectLayout(CsvFiles files) {
    return RUNNER.detectLayout(files);
  }
}
