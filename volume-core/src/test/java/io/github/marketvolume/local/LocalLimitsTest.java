package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.runners.FileLimitsContract;

class LocalLimitsTest extends FileLimitsContract {

  private static final LocalRunner RUNNER = LocalRunner.create().withThreads(2);

  @Override
  protected Runner runner() {
    return RUNNER;
  }

  @Override
  protected CsvSource detectLayout(CsvFiles files) {
    return RUNNER.detectLayout(files);
  }
}
