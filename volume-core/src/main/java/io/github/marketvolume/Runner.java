package io.github.marketvolume;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;

/** Executes pipelines. All runners give the same results. */
public interface Runner {

  /**
   * Runs a pipeline and publishes its outputs. All folders are published or none. The outputs of
   * your own sinks and of adapters are published before them, one by one, and those of the console
   * and of memory after them.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot; no folder has changed,
   *     unless the message says that publishing had begun
   */
  @CanIgnoreReturnValue
  RunReport run(VolumePipeline pipeline);

  /**
   * Runs one stage and collects its rows in memory: bars and their metrics in the order of ticker
   * and date, market days by date, leaderboards by rank, rejected rows by place in the input.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot
   */
  <S> List<S> collect(Stage<S> stage);
}
