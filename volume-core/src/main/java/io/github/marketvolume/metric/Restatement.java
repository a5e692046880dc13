package io.github.marketvolume.metric;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.StatedBasis;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What later splits do to a metric that counts in the shares of the last day that is read. Up to
 * any row, all volumes are multiplied by one factor, and all prices divided by it; so a level is
 * restated, and what compares levels is not: a ratio, a z-score, volume times price.
 *
 * @param power for {@code SCALED}, by which power of the factor it is multiplied; for {@code
 *     SHIFTED}, how many times the factor's logarithm is added
 */
record Restatement(Kind kind, int power) {

  /** In which way it is restated. */
  enum Kind {
    /** Multiplied by a power of the factor; by none, if that is 0. */
    SCALED,
    /** The logarithm of what is scaled. */
    SHIFTED,
    /** In some way that the formula does not tell. */
    UNCLEAR
  }

  private static final Restatement NONE = scaled(0);
  private static final Restatement UNCLEAR = new Restatement(Kind.UNCLEAR, 0);

  private static Restatement scaled(int power) {
    return new Restatement(Kind.SCALED, power);
  }

  private static Restatement shifted(int power) {
    return power == 0 ? NONE : new Restatement(Kind.SHIFTED, power);
  }

  private boolean isNone() {
    return kind == Kind.SCALED && power == 0;
  }

  /** A look-back, restated if the metric is. */
  static LookBack lookBack(Metric<?, ?> metric, LookBack past) {
    return of(metric, false).isNone() || past == LookBack.WholeSeries.WHOLE_SERIES
        ? past
        : new LookBack.Restated(past);
  }

  /**
   * Fails if a rule judges by what later splits restate.
   *
   * @param adjusting whether the run itself adjusts the bars, so that fields in their basis are
   *     restated
   */
  static void requireNone(AnomalyRule<?> rule, boolean adjusting) {
    Set<Restatement> found = new HashSet<>();
    for (NumericMetric<?, ?> input : rule.inputs()) {
      Restatement restatement = of(input, adjusting);
      found.add(restatement);
      boolean isScale = rule.isScaleFree() && restatement.kind == Kind.SCALED && found.size() == 1;
      if (!restatement.isNone() && !isScale) {
        throw new InvalidPlanException(
            "rule \""
                + rule.describe()
                + "\" judges by "
                + input.name()
                + ", which later splits restate ("
                + input.describe()
                + "); judge by it raw, or by what compares it, such as ratioToMean()");
      }
    }
  }

  private static Restatement of(Metric<?, ?> metric, boolean adjusting) {
    if (metric instanceof BarField<?> field) {
      return ofField(field, adjusting);
    }
    if (metric instanceof Derived<?> derived) {
      return ofDerived(derived, adjusting);
    }
    if (metric instanceof Lagged<?, ?> lagged) {
      return of(lagged.series(), adjusting);
    }
    if (metric instanceof Cumulative<?> cumulative) {
      return unlessShifted(of(cumulative.series(), adjusting));
    }
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return ofStatistic(rolling.statistic(), of(rolling.series(), adjusting));
    }
    if (metric instanceof SmoothedMetric<?> smoothed) {
      Restatement series = of(smoothed.series(), adjusting);
      return switch (smoothed.kind()) {
        case MEAN -> series;
        case DEVIATION -> ofSpread(series);
        case SCORE -> ofScore(StandardScore.Z, series);
      };
    }
    if (metric instanceof ExpectationMetric<?> expectation) {
      // Least squares with an intercept: a forecast is scaled and shifted as the series is.
      Restatement series = of(expectation.series(), adjusting);
      return switch (expectation.kind()) {
        case FORECAST -> series;
        case DEVIATION -> ofSpread(series);
        case SCORE -> ofScore(StandardScore.Z, series);
      };
    }
    if (metric instanceof EstimatedOffset<?> offset) {
      // Differences of logarithms, or published ones.
      Restatement series = of(offset.series(), adjusting);
      return series.isNone() || series.kind == Kind.SHIFTED ? NONE : UNCLEAR;
    }
    if (metric instanceof Score<?> score) {
      return ofScore(score.formula(), of(score.series(), adjusting));
    }
    if (metric instanceof Rank<?> rank && rank.among() instanceof Rank.Trailing) {
      return ofScore(StandardScore.Z, of(rank.ordering().series(), adjusting));
    }
    if (metric instanceof Flag<?>) {
      return NONE; // it is made of nothing else
    }
    if (metric instanceof CrossSection<?> across) {
      // A market's level is restated as its tickers' levels are, if not by one factor.
      return ofStatistic(across.statistic(), of(across.source(), adjusting));
    }
    // Ranked across tickers, every one has a factor of its own.
    boolean areNone = metric.inputs().stream().allMatch(input -> of(input, adjusting).isNone());
    return areNone ? NONE : UNCLEAR;
  }

  private static Restatement ofField(BarField<?> field, boolean adjusting) {
    boolean isAdjusted =
        field.stated() == StatedBasis.SPLIT_ADJUSTED
            || (adjusting && field.isOfBarItself() && field.column().unit().hasBasis());
    return isAdjusted ? scaled(field.column().unit().isPrice() ? -1 : 1) : NONE;
  }

  private static Restatement ofDerived(Derived<?> derived, boolean adjusting) {
    List<Restatement> of =
        derived.operands().stream().map(operand -> of(operand, adjusting)).toList();
    Restatement first = of.get(0);
    Restatement second = of.get(of.size() - 1);
    boolean areScaled = first.kind == Kind.SCALED && second.kind == Kind.SCALED;
    return switch (derived.operation()) {
      case TIMES -> areScaled ? scaled(first.power + second.power) : UNCLEAR;
      case DIVIDED_BY -> areScaled ? scaled(first.power - second.power) : UNCLEAR;
      case LOG -> first.kind == Kind.SCALED ? shifted(first.power) : UNCLEAR;
      case ABS -> unlessShifted(first);
      case SIGN -> first.kind == Kind.SCALED ? NONE : UNCLEAR;
      case PLUS -> ofSum(first, second, 1, derived);
      case MINUS -> ofSum(first, second, -1, derived);
      case MAX, MIN, OR_ELSE -> ofAlike(first, second, derived);
    };
  }

  private static Restatement ofSum(
      Restatement first, Restatement second, int sign, Derived<?> derived) {
    boolean areShifts =
        (first.kind == Kind.SHIFTED || first.isNone())
            && (second.kind == Kind.SHIFTED || second.isNone());
    return areShifts ? shifted(first.power + sign * second.power) : ofAlike(first, second, derived);
  }

  /** Zero is zero in whatever shares. */
  private static Restatement ofAlike(Restatement first, Restatement second, Derived<?> derived) {
    boolean isWithZero =
        first.kind == Kind.SCALED
            && derived.operands().get(1) instanceof Constant<?> constant
            && constant.value() == 0;
    return isWithZero || first.equals(second) ? first : UNCLEAR;
  }

  private static Restatement unlessShifted(Restatement of) {
    return of.kind == Kind.SHIFTED ? UNCLEAR : of;
  }

  private static Restatement ofSpread(Restatement series) {
    return series.kind == Kind.SHIFTED ? NONE : series;
  }

  private static Restatement ofStatistic(Statistic<?> statistic, Restatement series) {
    if (series.isNone() || !(statistic instanceof StandardStatistic<?> standard)) {
      return series.isNone() ? NONE : UNCLEAR;
    }
    return switch (standard.kind()) {
      case TOTAL -> unlessShifted(series);
      case MEAN, MIN, MAX, MEDIAN, QUANTILE -> series;
      case STDDEV, MAD -> ofSpread(series);
      case COUNT -> NONE;
      case CONCENTRATION -> series.kind == Kind.SCALED ? NONE : UNCLEAR;
    };
  }

  private static Restatement ofScore(ScoreFormula formula, Restatement series) {
    if (series.isNone()) {
      return NONE;
    }
    boolean isStandard = formula instanceof StandardScore && series.kind != Kind.UNCLEAR;
    boolean isRatio = formula == StandardScore.RATIO_TO_MEAN;
    return isStandard && (!isRatio || series.kind == Kind.SCALED) ? NONE : UNCLEAR;
  }
}
