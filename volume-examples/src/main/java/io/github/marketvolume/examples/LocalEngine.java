package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.error.ScratchException;
import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.local.LocalRunner;

/** This process. What its user can do about a failure is said in options. */
record LocalEngine(LocalRunner runner) implements RunningEngine {

  @Override
  public CsvSource detectLayout(CsvFiles files) {
    return runner.detectLayout(files);
  }

  @Override
  public RunReport run(VolumePipeline pipeline) {
    try {
      return pipeline.run(runner);
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
