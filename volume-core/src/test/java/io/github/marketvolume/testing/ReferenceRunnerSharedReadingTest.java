package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SharedReadingContract;

class ReferenceRunnerSharedReadingTest extends SharedReadingContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }

  @Override
  protected boolean readsFiles() {
    return false;
  }
}
