package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ExtremesContract;

class ReferenceRunnerExtremesTest extends ExtremesContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
