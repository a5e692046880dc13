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
import java.util.function.Function;
import java.util.stream.Collectors;

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
   * Groups outputs by the reading that they begin with, and these by their bars, each in the order
   * of the first.
   *
   * @param plan the plan of an output
   */
  public static <T> Map<Reading, Map<BarsNode, List<T>>> group(
      List<T> outputs, Function<? super T, ? extends PlanNode<?>> plan) {
    Map<Reading, Map<BarsNode, List<T>>> readings = new LinkedHashMap<>();
    for (T output : outputs) {
      BarsNode bars = plan.apply(output).bars();
      readings
          .computeIfAbsent(of(bars), reading -> new LinkedHashMap<>())
          .computeIfAbsent(bars, same -> new ArrayList<>())
          .add(output);
    }
    return readings;
  }

  /** Groups outputs by their bars, in the order of the first. */
  public static Map<BarsNode, List<PlanNode<?>>> byBars(List<? extends PlanNode<?>> outputs) {
    Map<BarsNode, List<PlanNode<?>>> groups = new LinkedHashMap<>();
    outputs.forEach(
        output -> groups.computeIfAbsent(output.bars(), bars -> new ArrayList<>()).add(output));
    return groups;
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

  /** How the source is read and checked for these outputs, in lines. */
  public List<String> describe(List<? extends PlanNode<?>> outputs) {
    String bases =
        outputs.stream()
            .flatMap(output -> output.bars().basisAsRead().stream())
            .distinct()
            .map(basis -> ", " + basis.describe())
            .collect(Collectors.joining());
    List<String> lines = new ArrayList<>();
    lines.add("read " + source.describe() + bases);
    lines.add("check by " + limits(outputs).describe());
    asOf.ifPresent(date -> lines.add("take bars after " + date + " for errors"));
    return lines;
  }
}
