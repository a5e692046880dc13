package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ReplacingContract;

@FullBuild // without it the local runner has these
class SparkReplacingTest extends ReplacingContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
