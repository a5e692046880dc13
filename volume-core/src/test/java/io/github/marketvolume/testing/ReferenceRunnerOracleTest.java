package io.github.marketvolume.testing;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OracleContract;

/**
 * The whole oracle; the laws and the parity with the other runners bind this one in every build.
 */
@FullBuild
class ReferenceRunnerOracleTest extends OracleContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }

  @Override
  protected boolean readsFiles() {
    return false;
  }
}
