package io.github.marketvolume.local;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SafetyContract;

class LocalSafetyTest extends SafetyContract {

  @Override
  protected Runner runner(ProgressListener listener) {
    return LocalRunner.create().withThreads(2).onProgress(listener);
  }
}
