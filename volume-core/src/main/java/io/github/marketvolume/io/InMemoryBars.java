package io.github.marketvolume.io;

import io.github.marketvolume.market.Bar;
import java.util.Iterator;
import java.util.List;

/** Bars that the program already has, in any order. An immutable value. */
public record InMemoryBars(List<Bar> bars) implements RowSource<Bar> {

  public InMemoryBars {
    bars = List.copyOf(bars);
  }

  public static InMemoryBars of(List<Bar> bars) {
    return new InMemoryBars(bars);
  }

  public static InMemoryBars of(Bar... bars) {
    return new InMemoryBars(List.of(bars));
  }

  @Override
  public Iterator<Bar> rows(ReadRequest request, RunContext context) {
    return bars.iterator();
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
