package io.github.marketvolume.live;

import io.github.marketvolume.days.Bars;
import io.github.marketvolume.intake.BarColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The bars of several days together.
 *
 * @param days in their order
 */
record ArrivedDays(List<ArrivedDay> days) implements Bars {

  ArrivedDays {
    days = List.copyOf(days);
  }

  @Override
  public List<String> tickers() {
    SortedSet<String> tickers = new TreeSet<>();
    days.forEach(day -> tickers.addAll(day.tickers()));
    return List.copyOf(tickers);
  }

  @Override
  public BarColumns of(String ticker) {
    List<byte[]> packed = new ArrayList<>();
    days.forEach(day -> day.packed(ticker).ifPresent(packed::add));
    return BarColumns.ofBytes(packed);
  }
}
