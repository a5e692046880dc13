package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.LawsContract;

class LocalLawsTest extends LawsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
