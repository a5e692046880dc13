package io.github.marketvolume.evaluation;

import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.market.DateRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Market shocks by the daily closes of a stock index and of a volatility index, such as the S&amp;P
 * 500 and the VIX. The trading days are those on which the stock index has a close. An immutable
 * value.
 */
public final class MarketTruth {

  /** How many returns before a day its return is compared with: a year's. */
  public static final int BASELINE = 252;

  private final List<IndexDay> days;

  private MarketTruth(List<IndexDay> days) {
    this.days = days;
  }

  /**
   * Measures every day of the index.
   *
   * @param index closes by day; the first 253 of them are needed for the first {@link
   *     IndexDay#z252}
   * @param volatility closes by day
   * @throws IllegalArgumentException if a close is not a positive number
   */
  public static MarketTruth of(
      SortedMap<LocalDate, Double> index, SortedMap<LocalDate, Double> volatility) {
    requirePositive(index);
    requirePositive(volatility);
    List<IndexDay> days = new ArrayList<>();
    Moments baseline = new Moments(BASELINE);
    List<Double> returns = new ArrayList<>();
    double previous = Double.NaN;
    for (Map.Entry<LocalDate, Double> close : index.entrySet()) {
      double logReturn = Math.log(close.getValue() / previous);
      days.add(
          new IndexDay(
              close.getKey(),
              present(logReturn),
              z(logReturn, baseline),
              change(volatility, close.getKey())));
      if (!days.get(days.size() - 1).logReturn().isEmpty()) {
        if (baseline.count() == BASELINE) {
          baseline.evict(returns.get(returns.size() - BASELINE));
        }
        baseline.add(logReturn);
        returns.add(logReturn);
      }
      previous = close.getValue();
    }
    return new MarketTruth(List.copyOf(days));
  }

  private static void requirePositive(SortedMap<LocalDate, Double> closes) {
    closes.forEach(
        (date, close) -> {
          if (!Double.isFinite(close) || close <= 0) {
            throw new IllegalArgumentException(
                "the close of " + date + " is " + close + "; give a positive number");
          }
        });
  }

  private static OptionalDouble z(double logReturn, Moments baseline) {
    double deviation = baseline.standardDeviation();
    return baseline.count() < BASELINE || deviation == 0
        ? OptionalDouble.empty()
        : present(logReturn / deviation);
  }

  private static OptionalDouble change(SortedMap<LocalDate, Double> closes, LocalDate date) {
    Double close = closes.get(date);
    SortedMap<LocalDate, Double> before = closes.headMap(date);
    Double previous = before.isEmpty() ? null : before.get(before.lastKey());
    return close == null || previous == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(close / previous - 1);
  }

  private static OptionalDouble present(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Every day of the index, ascending. */
  public List<IndexDay> days() {
    return days;
  }

  /**
   * The shocks of a range of dates. The range is selected first, and only its days are joined.
   *
   * @param rule which days are shocks; the score of an episode is the {@link TruthRule#extent} of
   *     its highest day
   * @param range which days count
   * @param joinedWithin as for {@link Episodes#of(List, boolean[], double[], int)}
   */
  public Episodes episodes(TruthRule rule, DateRange range, int joinedWithin) {
    List<IndexDay> selected = days.stream().filter(day -> range.contains(day.tradeDate())).toList();
    boolean[] shocks = new boolean[selected.size()];
    double[] extents = new double[selected.size()];
    for (int i = 0; i < shocks.length; i++) {
      shocks[i] = rule.isShock(selected.get(i));
      extents[i] = rule.extent(selected.get(i));
    }
    return Episodes.of(
        selected.stream().map(IndexDay::tradeDate).toList(), shocks, extents, joinedWithin);
  }
}
