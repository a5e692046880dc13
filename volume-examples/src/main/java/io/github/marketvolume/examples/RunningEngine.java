package io.github.marketvolume.examples;

import io.github.marketvolume.RunReport;
import io.github.marketvolume.VolumePipeline;

/** An engine that has been started, and executes one pipeline after the other. */
interface RunningEngine extends AutoCloseable {

  RunReport run(VolumePipeline pipeline);

  @Override
  default void close() {}
}
