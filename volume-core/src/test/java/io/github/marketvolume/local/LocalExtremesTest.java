package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ExtremesContract;

class LocalExtremesTest extends ExtremesContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
