package io.github.marketvolume.spark;

import io.github.marketvolume.Runner;
import io.github.marketvolume.jdbc.JdbcAdapter;
import io.github.marketvolume.runners.JdbcContract;

/** Databases as Spark reads them. */
class SparkJdbcTest extends JdbcContract {

  @Override
  protected Runner runner(JdbcAdapter adapter) {
    return SparkRunner.on(SparkSessions.shared()).with(adapter);
  }

  @Override
  protected Runner withoutAdapter() {
    return SparkRunner.on(SparkSessions.shared());
  }
}
