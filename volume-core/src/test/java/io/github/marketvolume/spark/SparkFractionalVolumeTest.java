package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.FractionalVolumeContract;

class SparkFractionalVolumeTest extends FractionalVolumeContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
