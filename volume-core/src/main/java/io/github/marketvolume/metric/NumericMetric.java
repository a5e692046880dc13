package io.github.marketvolume.metric;

import io.github.marketvolume.calendar.CalendarEffects;
import io.github.marketvolume.calendar.EstimatedEffects;
import io.github.marketvolume.calendar.TradingCalendar;
import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Dated;
import java.time.LocalDate;

/**
 * A metric with numeric values. It is a series itself: it has statistics, scores, ranks and rules.
 *
 * @param <R> the row shape that the metric belongs to
 * @param <T> the type of its values, {@code Long} or {@code Double}
 */
public sealed interface NumericMetric<R extends Dated, T extends Number> extends Metric<R, T>
    permits BarField,
        Constant,
        CalendarOffset,
        EstimatedOffset,
        SessionMinutes,
        Derived,
        Lagged,
        Cumulative,
        RollingMetric,
        SmoothedMetric,
        ExpectationMetric,
        CusumMetric,
        Score,
        Rank,
        Demeaned,
        CrossSection {

  @Override
  NumericMetric<R, T> definition();

  @Override
  NumericMetric<R, T> as(String name);

  /** The sum. It is exact for whole numbers, and missing if it is beyond a {@code long}. */
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

  /** The median, or the mean of the two middle values if their number is even. */
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

  /** The number of values, without missing ones. */
  default SeriesSummary<R, Long> count() {
    return new SeriesSummary<>(
        this, new StandardStatistic<>(StandardStatistic.Kind.COUNT, Long.class));
  }

  /**
   * The concentration of the total in few values: the Herfindahl-Hirschman index, the sum of the
   * squared shares, from 1/n for n equal values to 1; missing where the total is 0.
   */
  default SeriesSummary<R, Double> concentration() {
    return new SeriesSummary<>(this, StandardStatistic.of(StandardStatistic.Kind.CONCENTRATION));
  }

  /**
   * Your own statistic.
   *
   * @param statistic a record or an enum constant, so that plans can be compared
   */
  default <S extends Number> SeriesSummary<R, S> summary(Statistic<S> statistic) {
    return new SeriesSummary<>(this, statistic);
  }

  /** The z-score against a window: (x - mean) / standard deviation; missing when that is 0. */
  default ScoreStep<R> zScore() {
    return new ScoreStep<>(this, StandardScore.Z);
  }

  /**
   * The modified z-score of Iglewicz and Hoaglin (1993) against a window: 0.6745 (x - median) /
   * MAD. Where the MAD is 0, (x - median) / (1.253314 × mean absolute deviation about the median);
   * where that is 0 too, 0 if x is the median and missing if not.
   */
  default ScoreStep<R> modifiedZScore() {
    return new ScoreStep<>(this, StandardScore.MODIFIED_Z);
  }

  /** The value as a multiple of the window's mean; for volume this is relative volume (RVOL). */
  default ScoreStep<R> ratioToMean() {
    return new ScoreStep<>(this, StandardScore.RATIO_TO_MEAN);
  }

  /**
   * The percentile rank within a window, from 0 to 1, where ties count half: (number less + number
   * equal / 2) / count among the bars before this one. With {@code includingCurrent()} it is the
   * mean rank of the value among them, (number less + (number equal + 1) / 2) / count, including
   * itself.
   */
  default ScoreStep<R> percentileRank() {
    return new ScoreStep<>(this, StandardScore.PERCENTILE_RANK);
  }

  /** An exponentially weighted baseline of this series. */
  default Smoothed<R> smoothed(Smoothing smoothing) {
    return new Smoothed<>(this, Arguments.required(smoothing, "smoothing"));
  }

  /** What a model of this series' own past expects of each row; for volume, expected volume. */
  default ExpectationMetric.Step<R> expectedBy(HarModel model) {
    return new ExpectationMetric.Step<>(this, Arguments.required(model, "model"));
  }

  /**
   * The sum by which this series of standardized scores has risen above an allowance: a CUSUM for
   * lasting shifts up (Page 1954), max(0, sum + z - allowance) from row to row. The row after one
   * of at least the decision interval starts from 0. Missing scores are skipped.
   *
   * @param allowance in standard deviations, at least 0; 0.5 detects shifts of 1 best
   * @param decisionInterval in standard deviations, above 0; 4 or 5 is usual
   */
  default CusumMetric<R> cusumUp(double allowance, double decisionInterval) {
    return new CusumMetric<>(this, CusumMetric.Side.UP, allowance, decisionInterval, Label.NONE);
  }

  /** The same for lasting shifts down: max(0, sum - z - allowance). It is positive, too. */
  default CusumMetric<R> cusumDown(double allowance, double decisionInterval) {
    return new CusumMetric<>(this, CusumMetric.Side.DOWN, allowance, decisionInterval, Label.NONE);
  }

  /**
   * Your own score.
   *
   * @param formula a record or an enum constant, so that plans can be compared
   */
  default ScoreStep<R> score(ScoreFormula formula) {
    return new ScoreStep<>(this, Arguments.required(formula, "formula"));
  }

  /** The natural logarithm; missing where the value is not above 0. */
  default Derived<R> log() {
    return Derived.of(Derived.Operation.LOG, this);
  }

  /** The absolute value. */
  default Derived<R> abs() {
    return Derived.of(Derived.Operation.ABS, this);
  }

  /** -1, 0 or 1, as the value is below, equal to or above 0. */
  default Derived<R> sign() {
    return Derived.of(Derived.Operation.SIGN, this);
  }

  /**
   * The sum of this series and another; missing where one of them is.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if both are volumes, or both prices,
   *     of different {@linkplain io.github.marketvolume.market.Basis bases}
   */
  default Derived<R> plus(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.PLUS, this, Arguments.required(other, "other"));
  }

  /** This series and a number. */
  default Derived<R> plus(double number) {
    return plus(Constant.of(number));
  }

  /** This series less another; missing where one of them is. Bases are checked as in a sum. */
  default Derived<R> minus(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.MINUS, this, Arguments.required(other, "other"));
  }

  /** This series less a number. */
  default Derived<R> minus(double number) {
    return minus(Constant.of(number));
  }

  /**
   * The product of this series and another; missing where it is out of the range of {@link
   * io.github.marketvolume.kernel.Limits}.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if one is of volumes and the other of
   *     prices in another {@linkplain io.github.marketvolume.market.Basis basis}; the basis of the
   *     bars is known and checked when a stage is built
   */
  default Derived<R> times(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.TIMES, this, Arguments.required(other, "other"));
  }

  /** This series times a number. */
  default Derived<R> times(double number) {
    return times(Constant.of(number));
  }

  /** This series divided by another; missing where that is 0. Bases are checked as in a product. */
  default Derived<R> dividedBy(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.DIVIDED_BY, this, Arguments.required(other, "other"));
  }

  /** This series divided by a number; missing for 0. */
  default Derived<R> dividedBy(double number) {
    return dividedBy(Constant.of(number));
  }

  /** The larger of this series and another; missing where one of them is. */
  default Derived<R> max(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.MAX, this, Arguments.required(other, "other"));
  }

  /** The larger of this series and a number: {@code max(0)} is its positive part. */
  default Derived<R> max(double number) {
    return max(Constant.of(number));
  }

  /** The smaller of this series and another; missing where one of them is. */
  default Derived<R> min(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.MIN, this, Arguments.required(other, "other"));
  }

  /** The smaller of this series and a number. */
  default Derived<R> min(double number) {
    return min(Constant.of(number));
  }

  /** This series, or another where it is missing. */
  default Derived<R> orElse(NumericMetric<R, ?> other) {
    return Derived.of(Derived.Operation.OR_ELSE, this, Arguments.required(other, "other"));
  }

  /** This series, or a number where it is missing. */
  default Derived<R> orElse(double number) {
    return orElse(Constant.of(number));
  }

  /**
   * This series of log volumes less what the kind of each day is expected to add: half days and
   * expiries become comparable with others.
   */
  default Derived<R> adjustedFor(CalendarEffects effects) {
    return minus(CalendarOffset.of(effects)).as(name() + "_cal");
  }

  /**
   * This series of log volumes less what the kind of each day is expected to add to it, as
   * estimated from earlier years of this series.
   */
  default Derived<R> adjustedFor(EstimatedEffects effects) {
    return minus(EstimatedOffset.of(this, Arguments.required(effects, "effects")))
        .as(name() + "_cal");
  }

  /**
   * This series divided by the minutes of the day's session, so that half days are comparable:
   * volume per minute. Missing on a day without a session, and beyond the coverage of the calendar.
   *
   * @throws io.github.marketvolume.error.InvalidPlanException if the calendar was made from dates,
   *     and does not know how long its sessions are
   */
  default Derived<R> perMinute(TradingCalendar calendar) {
    return dividedBy(SessionMinutes.on(calendar)).as(name() + "_per_minute");
  }

  /**
   * The value {@code rows} rows before, of the same ticker or of the market.
   *
   * @param rows from 1 on
   */
  default Lagged<R, T> lagged(int rows) {
    return new Lagged<>(this, rows, Label.NONE);
  }

  /** The value less that of the row before. */
  default Derived<R> change() {
    return minus(lagged(1));
  }

  /** The value divided by the one {@code rows} rows before: 1.02 is 2 % more. */
  default Derived<R> ratioToLagged(int rows) {
    return dividedBy(lagged(rows));
  }

  /**
   * The sum from the first row that is read up to each row; missing values are skipped, and their
   * rows have no sum. The first row depends on the run: compare a level only with other levels of
   * the same run.
   */
  default Cumulative<R> cumulative() {
    return new Cumulative<>(this, LocalDate.MIN, Label.NONE);
  }

  /** The sum from a date up to each row; missing before it. */
  default Cumulative<R> cumulativeFrom(LocalDate date) {
    return new Cumulative<>(this, Arguments.required(date, "date"), Label.NONE);
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

  /** A flag on rows whose value is that of another metric or more: {@code CLOSE.atLeast(OPEN)}. */
  default Flag<R> atLeast(NumericMetric<R, ?> other) {
    return minus(other).atLeast(0);
  }

  /** A flag on rows whose value is that of another metric or less. */
  default Flag<R> atMost(NumericMetric<R, ?> other) {
    return minus(other).atMost(0);
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
