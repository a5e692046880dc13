package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;
import io.github.marketvolume.ledger.RunStore;

/** An engine that has been started, and executes one pipeline after the other. */
interface RunningEngine extends AutoCloseable {

  /** Makes a source of files, in the layout that they have. */
  CsvSource detectLayout(CsvFiles files);

  RunReport run(VolumePipeline pipeline);

  /** Whether it updates outputs, and so keeps what that takes. */
  boolean updates();

  /** Brings the outputs up to date with what the pipeline's source has. */
  RunReport update(VolumePipeline pipeline, RunStore store);

  @Override
  default void close() {}
}
