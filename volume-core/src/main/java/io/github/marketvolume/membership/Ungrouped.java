package io.github.marketvolume.membership;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.group.Grouping;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The published bars of one ticker without a group. A plain class, for Spark's Kryo. */
public final class Ungrouped implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String ticker;
  private final long bars;
  private final int firstDay;

  private Ungrouped(String ticker, long bars, int firstDay) {
    this.ticker = ticker;
    this.bars = bars;
    this.firstDay = firstDay;
  }

  /**
   * Counts a ticker's bars without a group.
   *
   * @param epochDays the days of its bars, ascending
   * @param from the first that counts
   * @param to the one after the last
   * @return empty if all have one
   */
  public static Optional<Ungrouped> of(
      GroupTable groups, String ticker, int[] epochDays, int from, int to) {
    int[] numbers = groups.on(ticker, epochDays, from, to);
    long bars = 0;
    int first = 0;
    for (int i = numbers.length - 1; i >= 0; i--) {
      if (numbers[i] == groups.groups()) {
        bars++;
        first = epochDays[from + i];
      }
    }
    return bars == 0 ? Optional.empty() : Optional.of(new Ungrouped(ticker, bars, first));
  }

  /**
   * The warning of all bars without a group; empty if there are none.
   *
   * @param source the bars in words
   * @param all one for each ticker that has such bars, in any order
   */
  public static Optional<String> warning(String source, Grouping by, Collection<Ungrouped> all) {
    return all.stream()
        .min(Comparator.comparing(one -> one.ticker))
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    "%s: %s without a %s, of %s, such as that of %s on %s; they are compared with"
                        + " each other, and their %s is missing; add the tickers to %s",
                    source,
                    counted(all.stream().mapToLong(one -> one.bars).sum(), "bar"),
                    by.name(),
                    counted(all.size(), "ticker"),
                    first.ticker,
                    LocalDate.ofEpochDay(first.firstDay),
                    by.name(),
                    by.table().describe()));
  }

  private static String counted(long count, String word) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? word : word + "s");
  }
}
