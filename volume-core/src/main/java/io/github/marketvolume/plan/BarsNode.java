package io.github.marketvolume.plan;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.Schema;
import io.github.marketvolume.io.Source;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.quality.BarRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads bars, checks them, and publishes those of a range of dates. Earlier ones are read too, as
 * look-back; later ones are not used at all.
 *
 * @param from the first published date
 * @param to the last published date
 * @param asOf the date after which a bar is from the future; empty for the day of the run
 */
public record BarsNode(
    Source<Bar> source,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Optional<LocalDate> asOf,
    BarRules rules)
    implements PlanNode<Bar> {

  public BarsNode {
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new InvalidPlanException(
          "dates from " + from.get() + " to " + to.get() + " are none; give the earlier one first");
    }
  }

  @Override
  public BarsNode bars() {
    return this;
  }

  @Override
  public List<String> steps() {
    return List.of();
  }

  @Override
  public Schema<Bar> schema() {
    return new Schema<>(Columns.ofBars(bar -> bar));
  }

  /** How the bars are come by, in lines. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("read " + source.describe());
    lines.add("check by " + rules.describe());
    if (from.isPresent() || to.isPresent()) {
      lines.add(
          "publish dates"
              + from.map(date -> " from " + date).orElse("")
              + to.map(date -> " to " + date).orElse(""));
    }
    asOf.ifPresent(date -> lines.add("take bars after " + date + " for errors"));
    return lines;
  }

  /** Whether bars of this date are published. */
  public boolean publishes(LocalDate date) {
    return !(from.isPresent() && date.isBefore(from.get()))
        && !(to.isPresent() && date.isAfter(to.get()));
  }
}
