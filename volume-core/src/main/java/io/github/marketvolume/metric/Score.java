package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.util.List;
import java.util.Locale;

/**
 * How unusual a row's value is against a window of its own series. Missing where the value is, or
 * where the window holds too few values, or where the window has no spread to measure by.
 */
public record Score<R extends Dated>(
    NumericMetric<R, ?> series, Kind kind, RollingWindow window, String label)
    implements NumericMetric<R, Double> {

  public Score {
    ColumnName.checkedOrNull(label);
  }

  /** Which score; the formulas stand with the methods of {@link NumericMetric} that make them. */
  public enum Kind {
    /** (x - mean) / sd. */
    Z("z-score"),
    /** 0.6745 (x - median) / MAD, with a rule for a MAD of 0. */
    MODIFIED_Z("modified z-score"),
    /** x / mean. */
    RATIO_TO_MEAN("ratio to the mean"),
    /** The share of the window below x. */
    PERCENTILE_RANK("percentile rank");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public String name() {
    return label == null
        ? series.name() + "_" + kind.name().toLowerCase(Locale.ROOT) + "_" + window.suffix()
        : label;
  }

  @Override
  public Class<Double> type() {
    return Double.class;
  }

  @Override
  public String describe() {
    return kind.words + " of " + series.describe() + " against " + window;
  }

  @Override
  public List<Metric<?, ?>> inputs() {
    return List.of(series);
  }

  @Override
  public LookBack lookBack() {
    return window.lookBack().plus(series.lookBack());
  }

  @Override
  public Score<R> definition() {
    return new Score<>(series.definition(), kind, window, null);
  }

  @Override
  public Score<R> as(String name) {
    return new Score<>(series, kind, window, ColumnName.checked(name));
  }

  @Override
  public String toString() {
    return name();
  }
}
