package io.github.marketvolume.plan;

import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Groups outputs by their bars, in the order of the first. */
  public static Map<BarsNode, List<PlanNode<?>>> byBars(List<? extends PlanNode<?>> outputs) {
    Map<BarsNode, List<PlanNode<?>>> groups = new LinkedHashMap<>();
    outputs.forEach(
        output -> groups.computeIfAbsent(output.bars(), bars -> new ArrayList<>()).add(output));
    return groups;
  }

  /** Whether any of these outputs is of bars of longer periods. */
  public static boolean combinesPeriods(List<? extends PlanNode<?>> outputs) {
    return outputs.stream().anyMatch(output -> output.bars().aggregated().isPresent());
  }

  /** The dates of bars that any of these outputs uses: those up to the last that is published. */
  public static DateRange used(List<? extends PlanNode<?>> outputs) {
    return outputs.stream()
        .map(output -> output.bars().published().last())
        .max(Comparator.naturalOrder())
        .map(DateRange.all()::to)
        .orElseThrow();
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
