package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.GroupingContract;

class LocalGroupingTest extends GroupingContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
