/**
 * The sessions of an exchange, and what kind of session each is.
 *
 * <p>{@link io.github.marketvolume.calendar.TradingCalendar} knows on which days an exchange
 * trades, {@link io.github.marketvolume.calendar.DayKind} names what a session is known for, and
 * {@link io.github.marketvolume.calendar.CalendarEffects} says what that does to volume. {@link
 * io.github.marketvolume.calendar.TradingCalendar#NYSE} comes with the library; a {@link
 * io.github.marketvolume.calendar.Closure} that an exchange announces later is added to it.
 *
 * <p>All are immutable values. A calendar has a coverage, and a question about a day beyond it is
 * an error that names the coverage. Times of day are those of the exchange.
 */
@NullMarked
package io.github.marketvolume.calendar;

import org.jspecify.annotations.NullMarked;
