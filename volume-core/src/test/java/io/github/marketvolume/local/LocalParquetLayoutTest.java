package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ParquetLayoutContract;

/** Layouts as the local runner reads them. */
class LocalParquetLayoutTest extends ParquetLayoutContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
