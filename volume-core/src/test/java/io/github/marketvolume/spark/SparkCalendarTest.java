package io.github.marketvolume.spark;

import io.github.marketvolume.FullBuild;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.CalendarContract;

@FullBuild // without it the local runner has these
class SparkCalendarTest extends CalendarContract {

  @Override
  protected Runner runner() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
