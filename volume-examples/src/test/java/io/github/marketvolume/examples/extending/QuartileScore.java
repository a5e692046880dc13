package io.github.marketvolume.examples.extending;

import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.metric.ScoreFormula;
import java.util.function.DoubleUnaryOperator;

enum QuartileScore implements ScoreFormula {
  IQR_SCORE;

  @Override
  public DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent) {
    OrderStatistics order = window.order();
    return x -> (x - order.median()) / (order.quantile(0.75) - order.quantile(0.25));
  }
}
