package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ParityContract;

class LocalParityTest extends ParityContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
