package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.QualityContract;

class LocalQualityTest extends QualityContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
