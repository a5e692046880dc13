package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OracleContract;

class LocalOracleTest extends OracleContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
