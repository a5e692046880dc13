package io.github.marketvolume.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract against the fake of this module. */
class FakeGcsContractTest extends GcsContract {

  private final FakeGcs gcs = FakeGcs.start();

  @Override
  String endpoint() {
    return gcs.endpoint();
  }

  @AfterEach
  void stop() {
    List<String> unexpected = gcs.unexpected();
    gcs.close();
    assertThat(unexpected).isEmpty();
  }
}
