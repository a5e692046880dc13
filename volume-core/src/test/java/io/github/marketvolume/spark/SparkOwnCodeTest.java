package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OwnCodeContract;

class SparkOwnCodeTest extends OwnCodeContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
