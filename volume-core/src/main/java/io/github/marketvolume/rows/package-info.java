/**
 * From columns to the rows and columns of an output: {@link io.github.marketvolume.rows.BarTable}
 * for bars, {@link io.github.marketvolume.rows.MarketSeries} for days of the market, {@link
 * io.github.marketvolume.rows.Leaderboard} for whole tickers.
 *
 * <p>Public for runners, outside the compatibility promise, and free of any engine.
 */
@NullMarked
package io.github.marketvolume.rows;

import org.jspecify.annotations.NullMarked;
