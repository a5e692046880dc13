package io.github.marketvolume.gcp;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract against a server that others wrote; {@code second-opinion.sh} starts one. */
@EnabledIfSystemProperty(
    named = OtherGcsContractTest.ENDPOINT,
    matches = "http://.+",
    disabledReason = "no other server is named; second-opinion.sh starts one")
class OtherGcsContractTest extends GcsContract {

  static final String ENDPOINT = "volume.gcs.endpoint";

  @Override
  String endpoint() {
    return System.getProperty(ENDPOINT);
  }
}
