package io.github.marketvolume.metric;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Listed;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A ticker's row in a leaderboard. */
public interface TickerSummary extends Listed {

  /**
   * The first day of the period that the row is of; empty where there is one leaderboard of all.
   */
  Optional<LocalDate> period();

  /**
   * Whether the bar of an unfinished week or longer period is in the summaries: only of {@code
   * keepingUnfinished()} bars. Later days may still change such a row; the ranks of others may
   * change with it.
   */
  default boolean isUnfinished() {
    return false;
  }

  /**
   * The group whose leaderboard the row is of; empty of bars without a group, and where bars are
   * not grouped.
   */
  Optional<String> group();

  /** The rank by the leaderboard's first summary, from 1; empty for a ticker that has none. */
  OptionalLong rank();

  /**
   * A summary's value for this ticker, empty where it is missing.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the leaderboard does not have it
   */
  <T extends Number> Optional<T> get(Summary<Bar, T> summary);

  /**
   * A summary's value with its fraction, as {@link Measured#exact} gives it; empty where it is
   * missing.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the leaderboard does not have it
   */
  default OptionalDouble exact(Summary<Bar, ?> summary) {
    return get(summary)
        .map(value -> OptionalDouble.of(value.doubleValue()))
        .orElse(OptionalDouble.empty());
  }
}
