package io.github.marketvolume.io;

import io.github.marketvolume.error.Arguments;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Bars that the program already has, in any order. An immutable value. */
public record InMemoryBars(List<Bar> bars) implements RowSource<Bar> {

  public InMemoryBars {
    Arguments.requiredAll(bars, "bars");
    bars = List.copyOf(bars);
  }

  public static InMemoryBars of(List<Bar> bars) {
    return new InMemoryBars(bars);
  }

  public static InMemoryBars of(Bar... bars) {
    return new InMemoryBars(Arguments.list(bars, "bars"));
  }

  @Override
  public Iterator<Bar> rows(ReadRequest request, RunContext context) {
    return bars.iterator();
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return BarColumn.fields().stream()
        .filter(BarColumn::isOptional)
        .filter(column -> bars.stream().anyMatch(bar -> column.valueOn(bar).isPresent()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String describe() {
    return bars.size() + " bars in memory";
  }

  @Override
  public String toString() {
    return describe();
  }
}
