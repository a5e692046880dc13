package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.OptionalColumnsContract;

class LocalOptionalColumnsTest extends OptionalColumnsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
