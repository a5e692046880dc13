package io.github.marketvolume;

import io.github.marketvolume.ledger.RunStore;

/**
 * Executes pipelines over sources that go on: each time something has arrived, the outputs are
 * updated.
 *
 * @param <T> what a stream is started and stopped by
 */
public interface StreamRunner<T> {

  /**
   * A stream that has not started; {@link VolumePipeline#stream} says what it does.
   *
   * @throws io.github.marketvolume.error.VolumeException if the pipeline cannot be updated, or its
   *     source does not go on
   */
  T stream(VolumePipeline pipeline, RunStore store);
}
