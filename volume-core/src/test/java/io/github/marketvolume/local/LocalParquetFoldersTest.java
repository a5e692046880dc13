package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.ParquetFoldersContract;

/** Folders as the local runner reads them. */
class LocalParquetFoldersTest extends ParquetFoldersContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }
}
