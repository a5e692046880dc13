package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.PeriodsContract;

class ReferenceRunnerPeriodsTest extends PeriodsContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
