/**
 * From text and rows to the checked bars of one ticker: {@link
 * io.github.marketvolume.intake.CsvBars} reads lines by the one {@link
 * io.github.marketvolume.intake.TextGrammar}, {@link io.github.marketvolume.intake.ParquetFiles}
 * unites the columns of Parquet, {@link io.github.marketvolume.intake.BarGate} lets bars in by the
 * rules and counts, {@link io.github.marketvolume.intake.TickerBars} settles duplicates and
 * conflicts, {@link io.github.marketvolume.intake.BarColumns} holds what is left.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.intake;

import org.jspecify.annotations.NullMarked;
