package io.github.marketvolume.testing;

import io.github.marketvolume.market.Bar;
import java.util.List;
import java.util.stream.Stream;

/** Bars written by hand for a test. */
public final class Bars {

  private Bars() {}

  /** The bars of all these series, one series after the other. */
  public static List<Bar> of(BarSeries... series) {
    return Stream.of(series).flatMap(one -> one.bars().stream()).toList();
  }
}
