package io.github.marketvolume;

import java.util.List;

/** Executes pipelines. All runners give the same results. */
public interface Runner {

  /**
   * Runs a pipeline and publishes its outputs. Folders are published all or none; what goes to a
   * sink of one's own or of an adapter is published before them, each by itself, and what is only
   * shown or kept in memory after them.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot; no folder has changed,
   *     unless the message says that publishing had begun
   */
  RunReport run(VolumePipeline pipeline);

  /**
   * Runs one stage and brings its rows into memory: bars and what is measured of them in the order
   * of ticker and date, market days by date, leaderboards by rank, rejected rows by place in the
   * input.
   *
   * @throws io.github.marketvolume.error.VolumeException if it cannot
   */
  <S> List<S> collect(Stage<S> stage);
}
