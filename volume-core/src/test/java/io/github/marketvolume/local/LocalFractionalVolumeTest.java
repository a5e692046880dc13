package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.FractionalVolumeContract;

class LocalFractionalVolumeTest extends FractionalVolumeContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
