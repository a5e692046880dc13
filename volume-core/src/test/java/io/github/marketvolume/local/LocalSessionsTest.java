package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SessionsContract;

class LocalSessionsTest extends SessionsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
