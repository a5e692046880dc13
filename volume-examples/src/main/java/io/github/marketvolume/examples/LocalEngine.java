package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.ScratchException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.ledger.RunStore;
import io.github.marketvolume.local.LocalRunner;
import java.util.function.Supplier;

/** This process. What its user can do about a failure is said in options. */
record LocalEngine(LocalRunner runner) implements RunningEngine {

  @Override
  public CsvSource detectLayout(CsvFiles files) {
    return runner.detectLayout(files);
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    return told(() -> pipeline.run(runner));
  }

  @Override
  public boolean updates() {
    return true;
  }

  @Override
  public RunReport update(VolumePipeline pipeline, RunStore store) {
    return told(() -> pipeline.update(runner, store));
  }

  private static RunReport told(Supplier<RunReport> work) {
    try {
      return work.get();
    } catch (ScratchException e) {
      throw new VolumeException(
          e.problem()
              + (e.memoryHelps()
                  ? "; free some space, give more memory by --memory, or another folder by"
                      + " --scratch"
                  : "; give another folder by --scratch"),
          e);
    }
  }
}
