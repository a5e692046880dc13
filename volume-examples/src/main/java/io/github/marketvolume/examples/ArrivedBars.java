package io.github.marketvolume.examples;

import io.github.marketvolume.io.ReadRequest;
import io.github.marketvolume.io.RowSource;
import io.github.marketvolume.io.RunContext;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.market.RejectedRow;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bars that a feed gave, and the rows that were none, as the source of one update. */
final class ArrivedBars implements RowSource<Bar> {

  private static final long serialVersionUID = 1L;

  private final transient List<Bar> bars;
  private final transient List<RejectedRow> rejected;
  private final transient Feed feed;

  ArrivedBars(List<Bar> bars, List<RejectedRow> rejected, Feed feed) {
    this.bars = List.copyOf(bars);
    this.rejected = List.copyOf(rejected);
    this.feed = feed;
  }

  @Override
  public Iterator<Bar> rows(ReadRequest request, RunContext context) {
    return bars.iterator();
  }

  @Override
  public List<RejectedRow> rejected() {
    return rejected;
  }

  @Override
  public Optional<Basis> basis() {
    return feed.basis();
  }

  @Override
  public Set<BarColumn> optionalColumns() {
    return feed.optionalColumns();
  }

  @Override
  public String describe() {
    return feed.describe();
  }

  @Override
  public String toString() {
    return describe();
  }
}
