package io.github.marketvolume.local;

import io.github.marketvolume.ProgressListener;
import io.github.marketvolume.Runner;
import io.github.marketvolume.runners.SinksContract;
import java.util.ArrayList;
import java.util.List;

class LocalSinksTest extends SinksContract {

  @Override
  protected Runner runner(ProgressListener listener) {
    return LocalRunner.create().withThreads(2).onProgress(listener);
  }

  @Override
  protected String engine() {
    return "LocalRunner";
  }

  @Override
  protected String reportedRunner() {
    return "LocalRunner with 2 threads";
  }

  @Override
  protected List<String> steps(String read, List<String> bars, List<String> others) {
    List<String> steps = new ArrayList<>(List.of(read));
    steps.add("compute and write " + String.join(", ", bars));
    others.forEach(other -> steps.add("write " + other));
    return steps;
  }

  @Override
  protected String objectStoreIsRefused(String location) {
    return location
        + ": the local runner knows no store for s3a:; add the module that has one to the class"
        + " path, use files of this machine, or run on Spark";
  }
}
