package io.github.marketvolume.gcp;

import io.github.marketvolume.Runner;
import io.github.marketvolume.gcp.fake.FakeBigQuery;
import io.github.marketvolume.local.LocalRunner;
import org.junit.jupiter.api.AfterEach;

class LocalBigQueryTest extends BigQueryContract {

  private FakeBigQuery service;

  @Override
  FakeBigQuery fake() {
    service = FakeBigQuery.start().dataset("p", "d", "US");
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Override
  Runner runner(GoogleCloud to) {
    return to.on(LocalRunner.create());
  }
}
