package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LimitsContract;

class ReferenceRunnerLimitsTest extends LimitsContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
