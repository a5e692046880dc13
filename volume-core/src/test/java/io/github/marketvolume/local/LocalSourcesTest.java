package io.github.marketvolume.local;

import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SourcesContract;

class LocalSourcesTest extends SourcesContract {

  @Override
  protected Runner runner() {
    return LocalRunner.create().withThreads(2);
  }

  @Override
  protected String engine() {
    return "LocalRunner";
  }

  @Override
  protected String unknownSchemeIsRefused(String location, String scheme) {
    return location
        + ": the local runner reads and writes files of this machine, not "
        + scheme
        + ":; copy it here, or run on Spark";
  }
}
