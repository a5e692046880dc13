package io.github.marketvolume.metric;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.market.Dated;
import java.util.ArrayList;
import java.util.List;

/** What the handles of this package share. */
final class Definitions {

  private Definitions() {}

  static <R extends Dated> List<NumericMetric<R, ?>> of(List<NumericMetric<R, ?>> metrics) {
    List<NumericMetric<R, ?>> definitions = new ArrayList<>();
    for (NumericMetric<R, ?> metric : metrics) {
      definitions.add(metric.definition());
    }
    return definitions;
  }

  static LookBack longest(List<? extends Metric<?, ?>> metrics) {
    LookBack longest = new LookBack.Bars(0);
    for (Metric<?, ?> metric : metrics) {
      longest = longest.or(metric.lookBack());
    }
    return longest;
  }

  /** A metric described as an operand: in brackets, if it is an operation of two itself. */
  static String grouped(Metric<?, ?> metric) {
    return metric instanceof Derived<?> derived && !derived.operation().isUnary()
        ? "(" + metric.describe() + ")"
        : metric.describe();
  }

  /**
   * A user's statistic or rule must compare by value, or two plans that are alike would not be
   * equal and a kernel would be computed twice.
   */
  static void requireValue(Object extension, String what) {
    if (!(extension instanceof Record) && !(extension instanceof Enum)) {
      throw new InvalidPlanException(
          what
              + " "
              + extension.getClass().getName()
              + " does not compare by value; write it as a record or an enum");
    }
  }
}
