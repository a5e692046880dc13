package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.gcp.fake.bigquery.FakeBigQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract against the fake of this module. */
class FakeBigQueryRestContractTest extends BigQueryRestContract {

  private final FakeBigQuery service = FakeBigQuery.start();

  @Override
  String endpoint() {
    return service.endpoint();
  }

  @Override
  Map<Gap, String> gaps() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    List<String> unexpected = service.unexpected();
    service.close();
    assertThat(unexpected).isEmpty();
  }
}
