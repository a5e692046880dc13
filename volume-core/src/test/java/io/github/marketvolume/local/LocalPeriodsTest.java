package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.PeriodsContract;

class LocalPeriodsTest extends PeriodsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
