/**
 * The row shapes of a market: one ticker on one session ({@link
 * io.github.marketvolume.market.Bar}), the whole market on one session ({@link
 * io.github.marketvolume.market.MarketDay}), and a rejected row ({@link
 * io.github.marketvolume.market.RejectedRow}).
 *
 * <p>All are immutable values. A missing value is an empty optional, never NaN and never 0.
 */
@CheckReturnValue
@NullMarked
package io.github.marketvolume.market;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
