package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OwnCodeContract;

class LocalOwnCodeTest extends OwnCodeContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
