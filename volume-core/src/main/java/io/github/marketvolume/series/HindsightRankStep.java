package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Ordering;
import io.github.marketvolume.metric.Rank;
import java.util.Arrays;

/** The rank among all published rows, later ones included. */
final class HindsightRankStep extends Step {

  private final Rank<?> rank;

  HindsightRankStep(Metric<?, ?> metric) {
    this.rank = (Rank<?>) metric;
  }

  @Override
  boolean isHindsight() {
    return true;
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    Ordering<?> ordering = rank.ordering();
    SeriesColumns.Values values = columns.values(ordering.series());
    double[] series = values.wholes == null ? values.numbers : Wholes.ordinals(values.wholes);
    int first = columns.publishedFrom();
    double[] published = Arrays.copyOfRange(series, first, columns.publishedTo());
    int[] ranks = Ranking.rank(published, ordering.descending(), rank.ties());
    double[] column = columns.output(rank).numbers;
    Arrays.fill(column, Double.NaN);
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] > 0) {
        column[first + i] = ranks[i];
      }
    }
  }
}
