package io.github.marketvolume.plan;

import io.github.marketvolume.io.ParquetSource;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.DateRange;
import io.github.marketvolume.quality.ExpectedSessions;
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
 * All outputs that are made of one source, which is read once for them.
 *
 * @param asOf the date after which a bar is from the future; empty for the day of the run
 * @param readings the outputs by the rules that the source's rows are checked by, and by their bars
 */
public record SourceOutputs<T>(
    Source<Bar> source, Optional<LocalDate> asOf, Map<Reading, Map<BarsNode, List<T>>> readings) {

  private record Key(Source<Bar> source, Optional<LocalDate> asOf) {}

  /**
   * Groups outputs by source, each time in the order of the first.
   *
   * @param plan the plan of an output
   */
  public static <T> List<SourceOutputs<T>> group(
      List<T> outputs, Function<? super T, ? extends PlanNode<?>> plan) {
    Map<Key, SourceOutputs<T>> sources = new LinkedHashMap<>();
    for (T output : outputs) {
      BarsNode bars = plan.apply(output).bars();
      sources
          .computeIfAbsent(
              new Key(bars.source(), bars.asOf()),
              key -> new SourceOutputs<>(key.source(), key.asOf(), new LinkedHashMap<>()))
          .readings()
          .computeIfAbsent(Reading.of(bars), reading -> new LinkedHashMap<>())
          .computeIfAbsent(bars, same -> new ArrayList<>())
          .add(output);
    }
    return List.copyOf(sources.values());
  }

  /** How the source is read for outputs with these plans, in lines. */
  public List<String> describe(List<? extends PlanNode<?>> plans) {
    String bases =
        plans.stream()
            .flatMap(output -> output.bars().basisAsRead().stream())
            .distinct()
            .map(basis -> ", " + basis.describe())
            .collect(Collectors.joining());
    List<String> lines = new ArrayList<>();
    lines.add("read " + source.describe() + bases);
    if (readsFilesInPart(plans)) {
      lines.add("leave out files that have none of the days that are published or looked back on");
    }
    asOf.ifPresent(date -> lines.add("take bars after " + date + " for errors"));
    return lines;
  }

  /**
   * Whether files whose dates are known may be left out, because nothing would miss them. It would
   * where rows are shown that were rejected, and where the days of the input are compared with
   * sessions; and where the source is checked by several sets of rules, each would have to be asked
   * whether it has enough.
   */
  public boolean readsFilesInPart(List<? extends PlanNode<?>> plans) {
    return source instanceof ParquetSource
        && readings.size() == 1
        && readings.keySet().stream()
            .allMatch(reading -> reading.rules().sessions() instanceof ExpectedSessions.None)
        && plans.stream().noneMatch(RejectedNode.class::isInstance)
        && (plans.stream().allMatch(plan -> plan.bars().published().start().isPresent())
            || plans.stream().allMatch(plan -> plan.bars().published().end().isPresent()));
  }

  /** The same with something of each output instead. */
  public <U> SourceOutputs<U> map(Function<? super T, ? extends U> of) {
    Map<Reading, Map<BarsNode, List<U>>> mapped = new LinkedHashMap<>();
    readings.forEach(
        (reading, outputs) -> {
          Map<BarsNode, List<U>> some = new LinkedHashMap<>();
          outputs.forEach((bars, own) -> some.put(bars, own.stream().<U>map(of).toList()));
          mapped.put(reading, some);
        });
    return new SourceOutputs<>(source, asOf, mapped);
  }

  /** All outputs. */
  public List<T> all() {
    return readings.values().stream().flatMap(bars -> of(bars).stream()).toList();
  }

  /** All outputs of one reading. */
  public static <T> List<T> of(Map<BarsNode, List<T>> reading) {
    return reading.values().stream().flatMap(List::stream).toList();
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
}
