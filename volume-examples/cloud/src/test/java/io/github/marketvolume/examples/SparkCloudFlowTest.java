package io.github.marketvolume.examples;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("full") // in minutes, so that a short build leaves it out
class SparkCloudFlowTest extends CloudFlowContract {

  private Map<String, String> settings;

  @BeforeEach
  void configure() {
    settings = SparkSettings.of(gcs);
    settings.forEach(System::setProperty);
  }

  @AfterEach
  void forget() {
    settings.keySet().forEach(System::clearProperty);
  }

  @Override
  List<String> options() {
    return List.of("--runner", "spark", "--master", "local[2]");
  }

  @Override
  String storageApi() {
    return warehouse.storageEndpoint();
  }
}
