package io.github.marketvolume.rows;

import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.FlagCount;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.Summaries;
import io.github.marketvolume.series.Wholes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Summarizes tickers and puts them in order. */
public final class Leaderboard {

  private Leaderboard() {}

  /** One ticker's summaries of its published bars: Double or Long, null where missing. */
  public static @Nullable Object[] summarize(
      List<Summary<Bar, ?>> summaries, SeriesColumns columns) {
    @Nullable Object[] values = new Object[summaries.size()];
    for (int i = 0; i < values.length; i++) {
      Summary<Bar, ?> summary = summaries.get(i);
      if (summary instanceof FlagCount<?> count) {
        values[i] = columns.countPublished(count.flag());
      } else if (summary instanceof SeriesSummary<?, ?> series) {
        values[i] = Summaries.summarize(series, columns);
      }
    }
    return values;
  }

  /**
   * The rows of a leaderboard: by rank, then by ticker; those without a rank last.
   *
   * @param tickers the symbols, in any order
   * @param values the summaries of each
   */
  public static List<TickerSummary> rank(
      LeaderboardNode node, List<String> tickers, List<@Nullable Object[]> values) {
    Integer[] order = new Integer[tickers.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(tickers::get));
    @Nullable Object[] first = new Object[order.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = values.get(order[i])[0];
    }
    int[] ranks = Ranking.rank(inOrder(first), true, node.ties());
    List<TickerSummary> rows = new ArrayList<>();
    for (int i = 0; i < ranks.length; i++) {
      if (node.top().isEmpty() || (ranks[i] > 0 && ranks[i] <= node.top().getAsInt())) {
        rows.add(row(node, tickers.get(order[i]), ranks[i], values.get(order[i])));
      }
    }
    rows.sort(Comparator.comparingLong(row -> row.rank().orElse(Long.MAX_VALUE)));
    return rows;
  }

  /** Numbers in the order of the values, NaN where missing. */
  private static double[] inOrder(@Nullable Object[] values) {
    if (Arrays.stream(values).anyMatch(Long.class::isInstance)) {
      return Wholes.ordinals(
          Arrays.stream(values)
              .mapToLong(value -> value == null ? Wholes.MISSING : (Long) value)
              .toArray());
    }
    return Arrays.stream(values)
        .mapToDouble(value -> value == null ? Double.NaN : (Double) value)
        .toArray();
  }

  private static TickerSummary row(
      LeaderboardNode node, String ticker, int rank, @Nullable Object[] values) {
    return new SummaryRow(
        Ticker.of(ticker),
        rank == 0 ? OptionalLong.empty() : OptionalLong.of(rank),
        node.summaries(),
        Arrays.asList(values));
  }
}
