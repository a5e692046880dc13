package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OwnCodeContract;

class ReferenceRunnerOwnCodeTest extends OwnCodeContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
