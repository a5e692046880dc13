package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LawsContract;

class SparkLawsTest extends LawsContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
