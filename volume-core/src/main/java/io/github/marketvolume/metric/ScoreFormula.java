package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.SlidingWindow;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * A measure of how unusual a value is within a window. The usual scores are methods of {@link
 * NumericMetric}; implement this interface for your own, as a record or an enum, and use it with
 * {@link NumericMetric#score}.
 */
public interface ScoreFormula extends Serializable {

  /**
   * The score's name as part of a column name: letters, digits, underscores; shown in lower case.
   */
  String name();

  /** The score in an analyst's words. */
  default String describe() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Attaches this score to a window that several scores may share. The returned function computes
   * the score of a value against the values then in the window, NaN if there is none. It is called
   * only for values that are not missing, and only if the window has as many values as required.
   * This method is called once, before the first value.
   *
   * <pre>{@code
   * Moments moments = window.moments();
   * return x -> x - moments.mean();
   * }</pre>
   *
   * @param includesCurrent whether the scored value is one of those in the window
   */
  DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent);
}
