package io.github.marketvolume.testing;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SessionsContract;

class ReferenceRunnerSessionsTest extends SessionsContract {

  @Override
  protected Runner runner() {
    return ReferenceRunner.create();
  }
}
