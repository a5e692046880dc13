/**
 * What every runner does around a run: {@link io.github.marketvolume.run.PipelineRun} from the plan
 * to the report, {@link io.github.marketvolume.run.Providers} for who reads and writes what, {@link
 * io.github.marketvolume.run.HistoryReading} for which files are read.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.run;

import org.jspecify.annotations.NullMarked;
