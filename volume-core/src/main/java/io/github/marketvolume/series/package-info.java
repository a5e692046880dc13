/**
 * From bars to columns: {@link io.github.marketvolume.series.Phases} says which scans a plan needs,
 * {@link io.github.marketvolume.series.SeriesProgram} computes all metrics of one series, {@link
 * io.github.marketvolume.series.DayPass} those of a day across tickers.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.series;

import org.jspecify.annotations.NullMarked;
