package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ReportedInputsContract;

/** Reported inputs as the local runner reads them. */
class LocalReportedInputsTest extends ReportedInputsContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
