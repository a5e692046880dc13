package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.CalendarContract;

class LocalCalendarTest extends CalendarContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
