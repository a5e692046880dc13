package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.MonthFilesContract;

class LocalMonthFilesTest extends MonthFilesContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
