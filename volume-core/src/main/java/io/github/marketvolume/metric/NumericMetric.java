package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.util.List;

/**
 * A metric with numbers as values, and so a series of its own: statistics, scores, ranks and rules
 * can be asked of it.
 *
 * @param <R> the row shape that the metric belongs to
 * @param <T> the type of its values, {@code Long} or {@code Double}
 */
public sealed interface NumericMetric<R extends Dated, T extends Number> extends Metric<R, T>
    permits BarField, Derived, RollingMetric, SmoothedMetric, Score, Rank, CrossSection {

  @Override
  NumericMetric<R, T> definition();

  @Override
  NumericMetric<R, T> as(String name);

  /** The sum. Of whole numbers it is exact, and missing if it is beyond a {@code long}. */
  default SeriesSummary<R, T> total() {
    return new SeriesSummary<>(this, new StandardStatistic<>(StandardStatistic.Kind.TOTAL, type()));
  }

  /** The largest value. */
  default SeriesSummary<R, T> max() {
    return new SeriesSummary<>(this, new StandardStatistic<>(StandardStatistic.Kind.MAX, type()));
  }

  /** The smallest value. */
  default SeriesSummary<R, T> min() {
    return new SeriesSummary<>(this, new StandardStatistic<>(StandardStatistic.Kind.MIN, type()));
  }

  /** The arithmetic mean. */
  default SeriesSummary<R, Double> mean() {
    return new SeriesSummary<>(this, StandardStatistic.of(StandardStatistic.Kind.MEAN));
  }

  /** The sample standard deviation (divisor n - 1); missing for fewer than two values. */
  default SeriesSummary<R, Double> standardDeviation() {
    return new SeriesSummary<>(this, StandardStatistic.of(StandardStatistic.Kind.STDDEV));
  }

  /** The median; of an even number of values, the mean of the two in the middle. */
  default SeriesSummary<R, Double> median() {
    return new SeriesSummary<>(this, StandardStatistic.of(StandardStatistic.Kind.MEDIAN));
  }

  /** The median absolute deviation from the median (MAD), not scaled. */
  default SeriesSummary<R, Double> mad() {
    return new SeriesSummary<>(this, StandardStatistic.of(StandardStatistic.Kind.MAD));
  }

  /**
   * The quantile at {@code p}, interpolated linearly between the two nearest values (type 7 of
   * Hyndman and Fan, 1996).
   *
   * @param p from 0 to 1: 0.95 is the 95th percentile
   */
  default SeriesSummary<R, Double> quantile(double p) {
    return new SeriesSummary<>(this, StandardStatistic.quantile(p));
  }

  /**
   * A statistic of one's own.
   *
   * @param statistic a record or an enum constant, so that plans can be compared
   */
  default <S extends Number> SeriesSummary<R, S> summary(Statistic<S> statistic) {
    return new SeriesSummary<>(this, statistic);
  }

  /** The z-score against a window: (x - mean) / standard deviation; missing when that is 0. */
  default ScoreStep<R> zScore() {
    return new ScoreStep<>(this, Score.Kind.Z);
  }

  /**
   * The modified z-score of Iglewicz and Hoaglin (1993) against a window: 0.6745 (x - median) /
   * MAD. Where the MAD is 0, (x - median) / (1.253314 × mean absolute deviation about the median);
   * where that is 0 too, 0 if x is the median and missing if not.
   */
  default ScoreStep<R> modifiedZScore() {
    return new ScoreStep<>(this, Score.Kind.MODIFIED_Z);
  }

  /** The value as a multiple of the window's mean; of volume this is relative volume (RVOL). */
  default ScoreStep<R> ratioToMean() {
    return new ScoreStep<>(this, Score.Kind.RATIO_TO_MEAN);
  }

  /**
   * The percentile rank within a window, from 0 to 1, where ties count half: (number less + number
   * equal / 2) / count among the bars before this one. With {@code includingCurrent()} it is the
   * mean rank of the value among them, (number less + (number equal + 1) / 2) / count, itself
   * counted.
   */
  default ScoreStep<R> percentileRank() {
    return new ScoreStep<>(this, Score.Kind.PERCENTILE_RANK);
  }

  /** An exponentially weighted baseline of this series. */
  default Smoothed<R> smoothed(Smoothing smoothing) {
    return new Smoothed<>(this, smoothing);
  }

  /** The natural logarithm; missing where the value is not above 0. */
  default Derived<R> log() {
    return new Derived<>(Derived.Operation.LOG, List.of(this), null);
  }

  /**
   * The product of this series and another; missing where it is out of the range of {@link
   * io.github.marketvolume.kernel.Limits}.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if one is of volumes and the other of
   *     prices in another {@linkplain io.github.marketvolume.market.Basis basis}; what the bars
   *     themselves count in is known when a stage is built, and checked there
   */
  default Derived<R> times(NumericMetric<R, ?> other) {
    return new Derived<>(Derived.Operation.PRODUCT, List.of(this, other), null);
  }

  /** This series with its largest value first, to rank by. */
  default Ordering<R> descending() {
    return new Ordering<>(this, true);
  }

  /** This series with its smallest value first, to rank by. */
  default Ordering<R> ascending() {
    return new Ordering<>(this, false);
  }

  /** A flag on rows whose value is {@code threshold} or more. */
  default Flag<R> atLeast(double threshold) {
    return Flag.of(new Threshold<>(this, Threshold.Side.AT_LEAST, threshold));
  }

  /** A flag on rows whose value is {@code threshold} or less. */
  default Flag<R> atMost(double threshold) {
    return Flag.of(new Threshold<>(this, Threshold.Side.AT_MOST, threshold));
  }

  /**
   * A flag on rows whose value is {@code threshold} or more from 0, on either side.
   *
   * @param threshold above 0
   */
  default Flag<R> beyond(double threshold) {
    return Flag.of(new Threshold<>(this, Threshold.Side.BEYOND, threshold));
  }
}
