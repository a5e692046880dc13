/**
 * The row shapes of a market: one ticker on one session ({@link
 * io.github.marketvolume.market.Bar}), the whole market on one session ({@link
 * io.github.marketvolume.market.MarketDay}), and a row that was refused ({@link
 * io.github.marketvolume.market.RejectedRow}).
 *
 * <p>All are immutable values. What a row does not have is an empty optional, never NaN and never
 * 0.
 */
package io.github.marketvolume.market;
