package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.io.Serializable;
import java.util.List;

/**
 * Says of a row whether it is an anomaly, by numbers that are known at that row. {@link
 * AnomalyRules} has the usual ones; implement this for one's own, as a record or an enum, so that
 * plans can be compared.
 *
 * <p>A rule is asked only about rows on which all its inputs have a value; on the others its flag
 * is not set. Inputs that are hindsight are refused when the flag is made.
 */
public interface AnomalyRule<R extends Dated> extends Serializable {

  /** The rule in an analyst's words, such as {@code modified_z_60 at least 3.5}. */
  String describe();

  /** The rule's default flag name: letters, digits, underscores; shown in lower case. */
  String name();

  /** The metrics that {@link #judge} is given, in their order. */
  List<NumericMetric<R, ?>> inputs();

  /**
   * This rule by the definitions of its inputs: equal for all rules that judge alike, whatever
   * their inputs are named. A rule that holds metrics may say so here; by default it is itself.
   */
  default AnomalyRule<R> definition() {
    return this;
  }

  /**
   * Whether it judges alike when all its inputs are multiplied by one number above 0. Such a rule
   * may judge by levels that later splits restate; others may not.
   */
  default boolean isScaleFree() {
    return false;
  }

  /**
   * Judges one row.
   *
   * @param inputs the values of {@link #inputs()}, all present
   */
  Verdict judge(double... inputs);
}
