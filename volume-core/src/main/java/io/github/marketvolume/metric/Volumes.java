package io.github.marketvolume.metric;

import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.StatedBasis;

/**
 * What the volumes of a plan's bars are: whole numbers, or numbers with fractions. It decides which
 * columns are whole numbers; a handle keeps its Java type, and {@link Measured#get} rounds.
 */
public enum Volumes {
  /** Whole numbers, as they were read. */
  WHOLE,
  /** As they were read, some with a fraction. */
  FRACTIONAL,
  /** Adjusted for splits by the plan, which makes fractions. */
  ADJUSTED;

  /**
   * The type of a metric's column: {@code Double} where its values are volumes with fractions,
   * although its own type is {@code Long}.
   */
  public Class<?> typeOf(Metric<?, ?> metric) {
    return isFractional(metric) ? Double.class : metric.type();
  }

  /** The type of a summary's column, likewise. */
  public Class<?> typeOf(Summary<?, ?> summary) {
    return summary instanceof SeriesSummary<?, ?> series && isFractional(series)
        ? Double.class
        : summary.type();
  }

  /** Whether a metric of whole numbers has fractions, because it follows volume. */
  public boolean isFractional(Metric<?, ?> metric) {
    if (metric.type() != Long.class) {
      return false;
    }
    if (metric instanceof BarField<?> field) {
      return field.column() == BarColumn.VOLUME
          && (this != WHOLE || field.stated() == StatedBasis.SPLIT_ADJUSTED);
    }
    if (metric instanceof Lagged<?, ?> lagged) {
      return isFractional(lagged.series());
    }
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return follows(rolling.statistic()) && isFractional(rolling.series());
    }
    return metric instanceof CrossSection<?> crossSection
        && follows(crossSection.statistic())
        && isFractional(crossSection.source());
  }

  /** Whether a summary of whole numbers has fractions. */
  public boolean isFractional(SeriesSummary<?, ?> summary) {
    return summary.type() == Long.class
        && follows(summary.statistic())
        && isFractional(summary.series());
  }

  /** Whether a statistic is one of the values, or a sum of them. */
  private static boolean follows(Statistic<?> statistic) {
    return statistic instanceof StandardStatistic<?> standard
        && switch (standard.kind()) {
          case TOTAL, MIN, MAX -> true;
          case MEAN, STDDEV, MEDIAN, MAD, QUANTILE, COUNT, CONCENTRATION -> false;
        };
  }
}
