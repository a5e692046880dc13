package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SharedReadingContract;

class SparkSharedReadingTest extends SharedReadingContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
