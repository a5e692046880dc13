package io.github.marketvolume.examples;

import io.github.marketvolume.error.VolumeException;
import io.github.marketvolume.evaluation.Detection;
import io.github.marketvolume.evaluation.Episode;
import io.github.marketvolume.evaluation.Episodes;
import io.github.marketvolume.evaluation.IndexDay;
import io.github.marketvolume.evaluation.MarketTruth;
import io.github.marketvolume.evaluation.TruthRule;
import io.github.marketvolume.market.DateRange;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Alarms, judged by the shocks that indices show.
 *
 * @param rule what a shock is
 * @param range the first and the last day that was judged
 * @param days the days of the index in this range
 * @param shocks the episodes of shocks
 * @param detection how the alarms compare with them
 */
record Judgement(
    TruthRule rule, DateRange range, List<IndexDay> days, Episodes shocks, Detection detection) {

  /** How many trading days an alarm may be early or late. */
  private static final int NEAR = 1;

  /**
   * Judges alarms over all days of their series.
   *
   * @param file where the index is from, for messages
   * @throws VolumeException if a day of the alarms cannot be judged by the indices
   */
  static Judgement of(Episodes alarms, MarketTruth truth, TruthRule rule, String file) {
    List<LocalDate> judged = alarms.days();
    DateRange range = new DateRange(judged.get(0), judged.get(judged.size() - 1));
    List<IndexDay> days =
        truth.days().stream().filter(day -> range.contains(day.tradeDate())).toList();
    requireComplete(judged, days, file);
    Episodes shocks = truth.episodes(rule, range, MarketShocks.JOINED_WITHIN);
    return new Judgement(rule, range, days, shocks, Detection.of(shocks, alarms, NEAR));
  }

  private static void requireComplete(List<LocalDate> judged, List<IndexDay> days, String file) {
    Set<LocalDate> closed = days.stream().map(IndexDay::tradeDate).collect(Collectors.toSet());
    for (LocalDate day : judged) {
      if (!closed.contains(day)) {
        throw new VolumeException(
            file
                + " has no close of "
                + day
                + ", a day of the prices; give a complete index, or other dates by --from and"
                + " --to");
      }
    }
    for (IndexDay day : days) {
      if (day.z252().isEmpty() || day.volatilityChange().isEmpty()) {
        throw new VolumeException(
            "the indices do not tell whether "
                + day.tradeDate()
                + " is a shock: it takes "
                + (day.z252().isEmpty()
                    ? MarketTruth.BASELINE + " returns before it, which " + file + " lacks"
                    : "two closes of the volatility index")
                + "; give longer files, or a later day by --from");
      }
    }
  }

  /** Whether a shock was found. */
  boolean isFound(Episode shock) {
    return detection.found().contains(shock);
  }

  /** The largest |z| of an episode's days. */
  double largestAbsZ(Episode shock) {
    return largest(shock, day -> OptionalDouble.of(Math.abs(day.z252().getAsDouble())));
  }

  /** The largest rise of the volatility index on an episode's days; 0.25 is 25 %. */
  double largestVolatilityChange(Episode shock) {
    return largest(shock, IndexDay::volatilityChange);
  }

  private double largest(Episode shock, Function<IndexDay, OptionalDouble> value) {
    Set<LocalDate> shockDays = new HashSet<>(shocks.flaggedDays());
    return days.stream()
        .filter(day -> shockDays.contains(day.tradeDate()))
        .filter(
            day ->
                !day.tradeDate().isBefore(shock.start()) && !day.tradeDate().isAfter(shock.end()))
        .mapToDouble(day -> value.apply(day).getAsDouble())
        .max()
        .orElseThrow();
  }
}
