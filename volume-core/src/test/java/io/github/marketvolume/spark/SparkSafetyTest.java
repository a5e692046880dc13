package io.github.marketvolume.spark;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SafetyContract;

class SparkSafetyTest extends SafetyContract {

  @Override
  protected Runner runner(ProgressListener listener) {
    return SparkRunner.on(SparkSessions.shared()).onProgress(listener);
  }
}
