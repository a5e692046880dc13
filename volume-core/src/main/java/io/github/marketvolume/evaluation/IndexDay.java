package io.github.marketvolume.evaluation;

import io.github.marketvolume.market.Dated;
import java.time.LocalDate;
import java.util.OptionalDouble;

/**
 * A trading day of a stock index, by its closes and those of a volatility index.
 *
 * @param tradeDate the day
 * @param logReturn ln(close / previous close) of the index; empty on the first day
 * @param z252 the log return over the sample standard deviation (divisor n - 1) of the 252 log
 *     returns before it, whose mean is not subtracted; empty where there are fewer, or they are all
 *     equal
 * @param volatilityChange close / previous close - 1 of the volatility index, such as 0.25 for a
 *     rise of 25 %; empty where it has no close on this day, or none before
 */
public record IndexDay(
    LocalDate tradeDate,
    OptionalDouble logReturn,
    OptionalDouble z252,
    OptionalDouble volatilityChange)
    implements Dated {}
