package io.github.marketvolume.metric;

import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WindowKernel;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * A number computed from the valid values of a window. The usual statistics are methods of {@link
 * NumericMetric}; implement this interface for your own, as a record or an enum.
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
   * Attaches this statistic to a window that several statistics may share. The returned supplier
   * reads the current result, NaN if there is none. This method is called once, before the first
   * value.
   */
  default DoubleSupplier attach(SlidingWindow window, int length) {
    WindowKernel kernel = kernel(length);
    window.attach(kernel);
    return kernel::result;
  }
}
