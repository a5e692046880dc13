/**
 * How well a detector of market shocks does: its alarms against shocks that are defined without
 * volume.
 *
 * <p>{@link io.github.marketvolume.evaluation.Episodes} joins flagged days that are close to each
 * other, {@link io.github.marketvolume.evaluation.MarketTruth} finds the shocks in the closes of a
 * stock index and of a volatility index, and {@link io.github.marketvolume.evaluation.Detection}
 * compares the two: recall, precision, F1 and false alarms a year.
 *
 * <p>Distances are counted in trading days, and the trading days are the days of the series at
 * hand: for alarms the days on which the input has a bar, for shocks the days on which the index
 * has a close.
 *
 * <p>All are immutable values. A number that is not defined, such as the precision of a detector
 * without an alarm, is an empty optional.
 */
@NullMarked
package io.github.marketvolume.evaluation;

import org.jspecify.annotations.NullMarked;
