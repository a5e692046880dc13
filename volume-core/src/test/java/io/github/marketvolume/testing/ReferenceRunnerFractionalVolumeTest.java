package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.FractionalVolumeContract;

class ReferenceRunnerFractionalVolumeTest extends FractionalVolumeContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
