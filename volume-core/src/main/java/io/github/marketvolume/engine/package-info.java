/**
 * What every runner shares and no user needs.
 *
 * <ul>
 *   <li>From locations to files: {@link io.github.marketvolume.engine.LocalTree} finds those of
 *       this machine, {@link io.github.marketvolume.engine.ParquetFiles} unites the columns of
 *       Parquet, {@link io.github.marketvolume.engine.FolderValues} are what folders are named by.
 *   <li>From text to bars: {@link io.github.marketvolume.engine.CsvBars} reads lines, {@link
 *       io.github.marketvolume.engine.BarGate} lets bars in by the rules and counts, {@link
 *       io.github.marketvolume.engine.TickerBars} settles duplicates and conflicts.
 *   <li>From bars to columns: {@link io.github.marketvolume.engine.Phases} says which scans a plan
 *       needs, {@link io.github.marketvolume.engine.SeriesProgram} computes all metrics of one
 *       series, {@link io.github.marketvolume.engine.DayPass} those of a day across tickers, {@link
 *       io.github.marketvolume.engine.Leaderboard} those of whole tickers.
 *   <li>From columns to outputs: {@link io.github.marketvolume.engine.Publication} shows the
 *       folders of a run, all or none.
 * </ul>
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
package io.github.marketvolume.engine;
