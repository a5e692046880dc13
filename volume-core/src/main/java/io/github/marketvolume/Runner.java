package io.github.marketvolume;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.ledger.RunStore;
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
   * Brings the outputs of a pipeline up to date with an input that has new bars, corrected ones, or
   * all; {@link VolumePipeline#update} says how.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot; nothing has changed then,
   *     unless the message says that publishing had begun
   */
  @CanIgnoreReturnValue
  default RunReport update(VolumePipeline pipeline, RunStore store) {
    throw new InvalidPlanException(
        getClass().getSimpleName() + " does not update outputs; update with LocalRunner");
  }

  /**
   * Runs one stage and collects its rows in memory: bars and their metrics in the order of ticker
   * and date, market days by date, leaderboards by rank, rejected rows by place in the input.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot
   */
  <S> List<S> collect(Stage<S> stage);
}
