package io.github.marketvolume.rows;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.CalendarPeriod;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.metric.FlagCount;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.Summaries;
import io.github.marketvolume.series.TickerResult;
import io.github.marketvolume.series.Wholes;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Summarizes tickers and puts them in order. */
public final class Leaderboard {

  private Leaderboard() {}

  /**
   * One ticker's summaries of its published bars, of each period if there are several. A plain
   * class, because records are beyond Spark's Kryo.
   */
  public static final class Summarized implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String ticker;
    private final @Nullable LocalDate period;

    /** Whether the bar of an unfinished period is among them. */
    private final boolean isUnfinished;

    /** Double or Long, null where missing. */
    private final @Nullable Object[] values;

    Summarized(
        String ticker,
        @Nullable LocalDate period,
        boolean isUnfinished,
        @Nullable Object[] values) {
      this.ticker = ticker;
      this.period = period;
      this.isUnfinished = isUnfinished;
      this.values = values;
    }
  }

  /**
   * A ticker's summaries; none if it has no published bar.
   *
   * @param each the period that each are of; null for all bars
   * @param scanned what the result's columns are
   * @param volumes what the volumes of the bars are
   */
  public static List<Summarized> summarize(
      List<Summary<Bar, ?>> summaries,
      @Nullable CalendarPeriod each,
      TickerResult result,
      List<Metric<?, ?>> scanned,
      Volumes volumes) {
    try {
      return summarized(summaries, each, result, result.columns(scanned), volumes);
    } catch (ExtensionException e) {
      throw e.of(result.ticker());
    }
  }

  private static List<Summarized> summarized(
      List<Summary<Bar, ?>> summaries,
      @Nullable CalendarPeriod each,
      TickerResult result,
      SeriesColumns columns,
      Volumes volumes) {
    List<Summarized> summarized = new ArrayList<>();
    int from = result.from();
    while (from < result.to()) {
      LocalDate period = null;
      int to = result.to();
      if (each != null) {
        period = periodOf(each, result, from);
        to = from + 1;
        while (to < result.to() && periodOf(each, result, to).equals(period)) {
          to++;
        }
      }
      columns.published(from, to);
      summarized.add(
          new Summarized(
              result.ticker(),
              period,
              result.bars().isUnfinished(to - 1),
              summarize(summaries, columns, volumes)));
      from = to;
    }
    return summarized;
  }

  private static LocalDate periodOf(CalendarPeriod period, TickerResult result, int row) {
    return period.startOf(LocalDate.ofEpochDay(result.bars().epochDay(row)));
  }

  static @Nullable Object[] summarize(
      List<Summary<Bar, ?>> summaries, SeriesColumns columns, Volumes volumes) {
    @Nullable Object[] values = new Object[summaries.size()];
    for (int i = 0; i < values.length; i++) {
      Summary<Bar, ?> summary = summaries.get(i);
      if (summary instanceof FlagCount<?> count) {
        values[i] = columns.countPublished(count.flag());
      } else if (summary instanceof SeriesSummary<?, ?> series) {
        values[i] = Summaries.summarize(series, columns, volumes);
      }
    }
    return values;
  }

  /**
   * The rows of a leaderboard: by period, by rank, then by ticker; those without a rank last.
   *
   * @param summarized of all tickers, in any order
   */
  public static List<TickerSummary> rank(LeaderboardNode node, Collection<Summarized> summarized) {
    Map<LocalDate, List<Summarized>> periods = new TreeMap<>();
    for (Summarized one : summarized) {
      LocalDate period = one.period == null ? LocalDate.MIN : one.period;
      periods.computeIfAbsent(period, first -> new ArrayList<>()).add(one);
    }
    List<TickerSummary> rows = new ArrayList<>();
    periods.values().forEach(ofPeriod -> rows.addAll(rankOne(node, ofPeriod)));
    return rows;
  }

  private static List<TickerSummary> rankOne(LeaderboardNode node, List<Summarized> summarized) {
    summarized.sort(Comparator.comparing(one -> one.ticker));
    @Nullable Object[] first = summarized.stream().map(one -> one.values[0]).toArray();
    int[] ranks = Ranking.rank(inOrder(first), true, node.ties());
    List<TickerSummary> rows = new ArrayList<>();
    for (int i = 0; i < ranks.length; i++) {
      if (node.top().isEmpty() || (ranks[i] > 0 && ranks[i] <= node.top().getAsInt())) {
        rows.add(row(node, summarized.get(i), ranks[i]));
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

  private static TickerSummary row(LeaderboardNode node, Summarized summarized, int rank) {
    return new SummaryRow(
        Ticker.of(summarized.ticker),
        Optional.ofNullable(summarized.period),
        rank == 0 ? OptionalLong.empty() : OptionalLong.of(rank),
        summarized.isUnfinished,
        node.summaries(),
        Arrays.asList(summarized.values));
  }
}
