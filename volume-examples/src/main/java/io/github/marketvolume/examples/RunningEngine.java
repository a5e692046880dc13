package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;
import io.github.marketvolume.io.CsvFiles;
import io.github.marketvolume.io.CsvSource;

/** An engine that has been started, and executes one pipeline after the other. */
interface RunningEngine extends AutoCloseable {

  /** Makes a source of files, in the layout that they have. */
  CsvSource detectLayout(CsvFiles files);

  RunReport run(VolumePipeline pipeline);

  @Override
  default void close() {}
}
