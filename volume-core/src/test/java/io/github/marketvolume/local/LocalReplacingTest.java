package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ReplacingContract;

class LocalReplacingTest extends ReplacingContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
