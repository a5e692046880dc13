package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.SlidingWindow;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * How unusual a value is among those of a window. The usual ones are methods of {@link
 * NumericMetric}; implement this for one's own, as a record or an enum, and ask for it with {@link
 * NumericMetric#score}.
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
   * Attaches this score to a window that may serve several; what it returns tells the score of a
   * value against the values that are then in the window, NaN where there is none. It is asked only
   * about values that are there, and only while the window has as many as it must. Called once,
   * before the first value.
   *
   * <pre>{@code
   * Moments moments = window.moments();
   * return x -> x - moments.mean();
   * }</pre>
   *
   * @param includesCurrent whether the value that is asked about is one of those in the window
   */
  DoubleUnaryOperator attach(SlidingWindow window, boolean includesCurrent);
}
