package io.github.marketvolume.examples;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What came and is not published yet: bars by day and ticker, and rejected rows. */
final class Pending {

  private final NavigableMap<LocalDate, NavigableMap<String, Feed.Arrival>> days = new TreeMap<>();
  private final List<Feed.Refusal> rejected = new ArrayList<>();

  /** Takes what a feed gave; a later bar takes the place of one of its ticker and day. */
  void add(Feed.Polled polled) {
    for (Feed.Arrival each : polled.bars()) {
      days.computeIfAbsent(each.bar().tradeDate(), day -> new TreeMap<>())
          .put(each.bar().ticker().symbol(), each);
    }
    rejected.addAll(polled.rejected());
  }

  /** How many tickers have a bar, by day. */
  NavigableMap<LocalDate, Integer> tickers() {
    NavigableMap<LocalDate, Integer> tickers = new TreeMap<>();
    days.forEach((day, bars) -> tickers.put(day, bars.size()));
    return tickers;
  }

  /** The last day with bars. */
  Optional<LocalDate> lastDay() {
    return days.isEmpty() ? Optional.empty() : Optional.of(days.lastKey());
  }

  /** Whether there are bars of this day or earlier ones. */
  boolean hasBarsTo(LocalDate day) {
    return !days.isEmpty() && !days.firstKey().isAfter(day);
  }

  boolean hasRejected() {
    return !rejected.isEmpty();
  }

  /** The bars up to a day, by day and ticker. */
  List<Bar> barsTo(LocalDate day) {
    List<Bar> bars = new ArrayList<>();
    days.headMap(day, true)
        .values()
        .forEach(some -> some.values().forEach(each -> bars.add(each.bar())));
    return bars;
  }

  /** The rejected rows, in their order. */
  List<RejectedRow> rejected() {
    return rejected.stream().map(Feed.Refusal::row).toList();
  }

  /** Where the bars of the days after this one came from. */
  List<Feed.Place> placesAfter(LocalDate day) {
    List<Feed.Place> places = new ArrayList<>();
    days.tailMap(day, false)
        .values()
        .forEach(some -> some.values().forEach(each -> places.add(each.place())));
    return places;
  }

  /** Gives up the bars up to a day, and the rejected rows: they are published. */
  void publishedTo(LocalDate day) {
    days.headMap(day, true).clear();
    rejected.clear();
  }
}
