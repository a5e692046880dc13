package io.github.marketvolume.market;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.error.InvalidPlanException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The dates from a first to a last one, both included; either may be open.
 *
 * @param first {@link LocalDate#MIN} where there is no first one
 * @param last {@link LocalDate#MAX} where there is no last one
 */
public record DateRange(LocalDate first, LocalDate last) implements Serializable {

  private static final DateRange ALL = new DateRange(LocalDate.MIN, LocalDate.MAX);

  /**
   * A range.
   *
   * @throws InvalidPlanException if the first date is after the last
   */
  public DateRange {
    Arguments.required(first, "first");
    Arguments.required(last, "last");
    if (first.isAfter(last)) {
      throw new InvalidPlanException(
          "the date range "
              + first
              + " to "
              + last
              + " is empty: the first date is after the last; swap them");
    }
  }

  /** Every date. */
  public static DateRange all() {
    return ALL;
  }

  /** The same with another first date. */
  public DateRange from(LocalDate date) {
    return new DateRange(Arguments.required(date, "date"), last);
  }

  /** The same with another last date. */
  public DateRange to(LocalDate date) {
    return new DateRange(first, Arguments.required(date, "date"));
  }

  /** The first date; empty where the range is open. */
  public Optional<LocalDate> start() {
    return Optional.of(first).filter(date -> !date.equals(LocalDate.MIN));
  }

  /** The last date; empty where the range is open. */
  public Optional<LocalDate> end() {
    return Optional.of(last).filter(date -> !date.equals(LocalDate.MAX));
  }

  /** Whether a date is in the range. */
  public boolean contains(LocalDate date) {
    return !date.isBefore(first) && !date.isAfter(last);
  }

  /** The first day since 1970-01-01; {@link Integer#MIN_VALUE} where the range is open. */
  public int firstEpochDay() {
    return start().map(date -> Math.toIntExact(date.toEpochDay())).orElse(Integer.MIN_VALUE);
  }

  /** The last day since 1970-01-01; {@link Integer#MAX_VALUE} where the range is open. */
  public int lastEpochDay() {
    return end().map(date -> Math.toIntExact(date.toEpochDay())).orElse(Integer.MAX_VALUE);
  }

  /** In words: {@code dates from 2020-01-01 to 2020-02-28}. */
  @Override
  public String toString() {
    return start().isEmpty() && end().isEmpty()
        ? "all dates"
        : "dates"
            + start().map(date -> " from " + date).orElse("")
            + end().map(date -> " to " + date).orElse("");
  }
}
