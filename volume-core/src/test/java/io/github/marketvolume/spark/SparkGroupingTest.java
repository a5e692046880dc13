package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.GroupingContract;

@FullBuild // without it the local runner has these
class SparkGroupingTest extends GroupingContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
