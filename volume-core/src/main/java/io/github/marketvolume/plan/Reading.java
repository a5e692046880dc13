package io.github.marketvolume.plan;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One reading of a source, whose rows are checked by one set of rules. Bars that differ only in
 * what becomes of them afterwards share it: in their dates, their basis, and which are kept.
 *
 * @param asOf the date after which a bar is from the future; empty for the day of the run
 */
public record Reading(Source<Bar> source, Optional<LocalDate> asOf, BarRules rules) {

  /** The reading that bars begin with. */
  public static Reading of(BarsNode bars) {
    return new Reading(bars.source(), bars.asOf(), bars.rules());
  }

  /**
   * The rules as they bind a run with these outputs of the reading. One that only lists what was
   * rejected shows what is wrong with an input, however much that is: no limit binds it.
   */
  public BarRules limits(List<? extends PlanNode<?>> outputs) {
    boolean isRejectedAlone = outputs.stream().allMatch(RejectedNode.class::isInstance);
    return isRejectedAlone ? rules.withoutLimits() : rules;
  }

  /** How the rows of the source are checked for these outputs, in words. */
  public String describe(List<? extends PlanNode<?>> outputs) {
    return "check by " + limits(outputs).describe();
  }
}
