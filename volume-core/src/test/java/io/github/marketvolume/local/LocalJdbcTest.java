package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.runners.JdbcContract;

/** Databases as the local runner reads them. */
class LocalJdbcTest extends JdbcContract {

  @Override
  protected Runner runner(JdbcAdapter adapter) {
    return LocalRunner.create().withThreads(2).with(adapter);
  }

  @Override
  protected Runner withoutAdapter() {
    return LocalRunner.create();
  }
}
