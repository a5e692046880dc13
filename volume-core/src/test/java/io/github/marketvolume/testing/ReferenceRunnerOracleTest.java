package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OracleContract;

class ReferenceRunnerOracleTest extends OracleContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
