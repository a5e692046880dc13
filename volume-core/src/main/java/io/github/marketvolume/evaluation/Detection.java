package io.github.marketvolume.evaluation;

import io.github.marketvolume.market.DateRange;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * What a detector found, missed and made up: its alarms against the shocks that there were.
 *
 * <p>A shock is found if a flagged day of the detector lies in it, or at most {@code within}
 * trading days before its start or after its end. An alarm is right if it has a day in common with
 * any shock that is widened so. Both count episodes: a shock that two alarms find is found once,
 * and both are right.
 *
 * @param found the shocks that were found, ascending
 * @param missed the other shocks, ascending
 * @param right the alarms that were right, ascending
 * @param wrong the other alarms, ascending
 * @param days how many trading days of the detector were judged
 */
public record Detection(
    List<Episode> found, List<Episode> missed, List<Episode> right, List<Episode> wrong, int days) {

  /** How many trading days make a year where false alarms are counted. */
  public static final int TRADING_DAYS_A_YEAR = 252;

  public Detection {
    found = List.copyOf(found);
    missed = List.copyOf(missed);
    right = List.copyOf(right);
    wrong = List.copyOf(wrong);
    if (days < 0) {
      throw new IllegalArgumentException(days + " days cannot be judged; give 0 or more");
    }
  }

  /**
   * Compares alarms with shocks over the same range of dates.
   *
   * @param truth the shocks; a shock is widened by days of their series
   * @param alarms the detector's episodes, whose days are the days judged
   * @param within how many trading days an alarm may be early or late; 0 or more
   */
  public static Detection of(Episodes truth, Episodes alarms, int within) {
    if (within < 0) {
      throw new IllegalArgumentException(
          "an alarm cannot be " + within + " trading days early or late; give 0 or more");
    }
    List<DateRange> shocks =
        truth.list().stream().map(shock -> truth.widened(shock, within)).toList();
    Predicate<Episode> isFound =
        shock -> alarms.flaggedDays().stream().anyMatch(truth.widened(shock, within)::contains);
    Predicate<Episode> isRight = alarm -> shocks.stream().anyMatch(shock -> meets(alarm, shock));
    return new Detection(
        truth.list().stream().filter(isFound).toList(),
        truth.list().stream().filter(isFound.negate()).toList(),
        alarms.list().stream().filter(isRight).toList(),
        alarms.list().stream().filter(isRight.negate()).toList(),
        alarms.days().size());
  }

  private static boolean meets(Episode alarm, DateRange shock) {
    return !alarm.start().isAfter(shock.last()) && !alarm.end().isBefore(shock.first());
  }

  /** How many shocks there were. */
  public int truthEpisodes() {
    return found.size() + missed.size();
  }

  /** How many alarms there were. */
  public int alarmEpisodes() {
    return right.size() + wrong.size();
  }

  /** The share of the shocks that were found, from 0 to 1; empty if there was no shock. */
  public OptionalDouble recall() {
    return share(found.size(), truthEpisodes());
  }

  /** The share of the alarms that were right, from 0 to 1; empty if there was no alarm. */
  public OptionalDouble precision() {
    return share(right.size(), alarmEpisodes());
  }

  /**
   * The harmonic mean of recall and precision, from 0 to 1: 0 if both are 0, and empty if either
   * is.
   */
  public OptionalDouble f1() {
    if (recall().isEmpty() || precision().isEmpty()) {
      return OptionalDouble.empty();
    }
    double recall = recall().getAsDouble();
    double precision = precision().getAsDouble();
    double sum = recall + precision;
    return OptionalDouble.of(sum == 0 ? 0 : 2 * recall * precision / sum);
  }

  /**
   * Wrong alarms for every {@value #TRADING_DAYS_A_YEAR} trading days that were judged; empty if
   * there was none.
   */
  public OptionalDouble falseAlarmsPerYear() {
    return days == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(wrong.size() * (double) TRADING_DAYS_A_YEAR / days);
  }

  private static OptionalDouble share(int part, int whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
