package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a row has to be for {@code where(...)} to keep it: a {@link Flag} that is set on it, what
 * {@link Conditions} tells of its ticker and its date, or, in a leaderboard, a {@link Summary}
 * compared with a number. Immutable, equal by value.
 *
 * @param <R> the row shape; a condition on any dated row is one on bars, and on the market's days,
 *     and one on any row of a ticker is one on bars, and on the rows of a leaderboard
 */
public sealed interface Condition<R> extends Serializable
    permits Flag,
        Conditions.OfTicker,
        Conditions.OfDate,
        Conditions.OfDay,
        Conditions.OfSummary,
        Conditions.Combined {

  /** The condition in an analyst's words, to follow "where". */
  String describe();

  /** The flags that it asks. */
  List<Flag<?>> flags();

  /** The calendars that it asks, besides those of its flags. */
  Set<TradingCalendar> calendars();

  /** The summaries that it asks; none unless it is on the rows of a leaderboard. */
  List<Summary<?, ?>> summaries();

  /** Whether it holds of a row of a leaderboard; asked of conditions on such rows only. */
  boolean holds(TickerSummary row);

  /**
   * Whether it holds of a bar or a day of the market; asked of conditions on such rows only.
   *
   * @param ticker the row's symbol; empty of a day of the market
   * @param epochDay its date, in days from 1970-01-01
   * @param isSet whether a flag is set on the row
   */
  boolean holds(String ticker, int epochDay, Predicate<Flag<?>> isSet);

  /** Both this condition and the other one. */
  default <S extends R> Condition<S> and(Condition<? super S> other) {
    return new Conditions.Combined<>(
        Conditions.Combined.How.AND, List.of(this, Arguments.required(other, "other")));
  }

  /** This condition or the other one, or both. */
  default <S extends R> Condition<S> or(Condition<? super S> other) {
    return new Conditions.Combined<>(
        Conditions.Combined.How.OR, List.of(this, Arguments.required(other, "other")));
  }
}
