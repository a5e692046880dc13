package io.github.marketvolume.examples;

import java.util.List;

class LocalCloudFlowTest extends CloudFlowContract {

  @Override
  List<String> options() {
    return List.of();
  }

  @Override
  String storageApi() {
    return warehouse.storageEndpoint();
  }
}
