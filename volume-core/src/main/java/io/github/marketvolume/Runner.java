package io.github.marketvolume;

import java.util.List;

/** Executes pipelines. All runners give the same results. */
public interface Runner {

  /**
   * Runs a pipeline and publishes its outputs, all or none.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot; outputs are as they were
   */
  RunReport run(VolumePipeline pipeline);

  /**
   * Runs one stage and brings its rows into memory: bars and what is measured of them in the order of
   * ticker and date, market days by date, leaderboards by rank, rejected rows by place in the input.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot
   */
  <S> List<S> collect(Stage<S> stage);
}
