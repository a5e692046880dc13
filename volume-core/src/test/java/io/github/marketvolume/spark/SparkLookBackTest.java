package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LookBackContract;

@FullBuild // without it the local runner has these
class SparkLookBackTest extends LookBackContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
