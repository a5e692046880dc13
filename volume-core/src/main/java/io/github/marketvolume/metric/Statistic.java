package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * A number computed from the valid values of a window. The usual ones are methods of {@link
 * NumericMetric}; implement this for one's own, as a record or an enum.
 *
 * @param <T> {@code Double}, or {@code Long} for whole numbers
 */
public interface Statistic<T extends Number> extends Serializable {

  /**
   * The statistic's name as part of a column name: letters, digits, underscores; shown in lower
   * case.
   */
  String name();

  /** The statistic in an analyst's words. */
  default String describe() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The type of the result. */
  Class<T> type();

  /**
   * A fresh kernel for one series.
   *
   * @param window the largest number of values it will hold at a time
   */
  WindowKernel kernel(int window);

  /**
   * Attaches this statistic to a window that may serve several; what it returns reads the present
   * result, NaN where there is none. Called once, before the first value.
   */
  default DoubleSupplier attach(SlidingWindow window, int length) {
    WindowKernel kernel = kernel(length);
    window.attach(kernel);
    return kernel::result;
  }
}
