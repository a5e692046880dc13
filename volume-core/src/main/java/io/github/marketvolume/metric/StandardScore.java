package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.Scores;
import io.github.marketvolume.kernel.SlidingWindow;
import java.util.function.DoubleUnaryOperator;

/** The scores of {@link NumericMetric}; its methods and {@link Scores} define the formulas. */
public enum StandardScore implements ScoreFormula {
  /** (x - mean) / sd. */
  Z("z-score") {
    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      Moments moments = window.moments();
      return x -> Scores.zScore(x, moments.mean(), moments.standardDeviation());
    }
  },
  /** 0.6745 (x - median) / MAD, with a rule for a MAD of 0. */
  MODIFIED_Z("modified z-score") {
    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      OrderStatistics order = window.order();
      return x -> Scores.modifiedZScore(x, order);
    }
  },
  /** x / mean. */
  RATIO_TO_MEAN("ratio to the mean") {
    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      Moments moments = window.moments();
      return x -> Scores.ratioToMean(x, moments.mean());
    }
  },
  /** The share of the window below x. */
  PERCENTILE_RANK("percentile rank") {
    @Override
    public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
      OrderStatistics order = window.order();
      return x -> Scores.percentileRank(x, order, includesCurrent);
    }
  };

  private final String words;

  StandardScore(String words) {
    this.words = words;
  }

  @Override
  public String describe() {
    return words;
  }
}
