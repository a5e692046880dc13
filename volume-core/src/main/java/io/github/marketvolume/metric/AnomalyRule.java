package io.github.marketvolume.metric;

import io.github.marketvolume.market.Dated;
import java.io.Serializable;
import java.util.List;

/**
 * Decides whether a row is an anomaly, by numbers that are known at that row. {@link AnomalyRules}
 * has the usual rules; implement this interface for your own, as a record or an enum, so that plans
 * can be compared.
 *
 * <p>A rule judges only rows on which all its inputs have a value; on other rows its flag is not
 * set. Inputs that are hindsight are refused when the flag is made.
 */
public interface AnomalyRule<R extends Dated> extends Serializable {

  /** The rule in an analyst's words, such as {@code modified_z_60 at least 3.5}. */
  String describe();

  /** The rule's default flag name: letters, digits, underscores; shown in lower case. */
  String name();

  /** The metrics whose values {@link #judge} receives, in this order. */
  List<NumericMetric<R, ?>> inputs();

  /**
   * This rule with the definitions of its inputs: equal for all rules that judge alike, regardless
   * of the names of their inputs. A rule that holds metrics may override this; the default returns
   * the rule itself.
   */
  default AnomalyRule<R> definition() {
    return this;
  }

  /**
   * Whether its verdict is the same when all its inputs are multiplied by one number above 0. Such
   * a rule may judge by levels that later splits restate; others may not.
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
