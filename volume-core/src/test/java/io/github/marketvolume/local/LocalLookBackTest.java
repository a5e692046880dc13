package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LookBackContract;

class LocalLookBackTest extends LookBackContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
