package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SharedReadingContract;

class LocalSharedReadingTest extends SharedReadingContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
