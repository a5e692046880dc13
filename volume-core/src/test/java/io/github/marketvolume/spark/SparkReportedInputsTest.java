package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ReportedInputsContract;

/** Reported inputs as Spark reads them. */
@FullBuild // without it the local runner has these
class SparkReportedInputsTest extends ReportedInputsContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
