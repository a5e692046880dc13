package io.github.marketvolume.rows;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.group.GroupTable;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Summarizes tickers and puts them in order. */
public final class Leaderboard {

  /** One leaderboard after the other: by period, then by group, that of no group last. */
  private static final Comparator<Summarized> BY_LEADERBOARD =
      Comparator.<Summarized, LocalDate>comparing(
              one -> one.period == null ? LocalDate.MIN : one.period)
          .thenComparing(one -> one.group == null)
          .thenComparing(one -> one.group == null ? "" : one.group);

  private Leaderboard() {}

  /**
   * One ticker's summaries of its published bars, of each period and each group if there are
   * several. A plain class, because records are beyond Spark's Kryo.
   */
  public static final class Summarized implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String ticker;
    private final @Nullable LocalDate period;
    private final @Nullable String group;

    /** Summaries of all published bars of a ticker without a group. */
    public static Summarized of(String ticker, @Nullable Object[] values) {
      return new Summarized(ticker, null, null, false, values);
    }

    /** Whether the bar of an unfinished period is among them. */
    private final boolean isUnfinished;

    /** Double or Long, null where missing. */
    private final @Nullable Object[] values;

    Summarized(
        String ticker,
        @Nullable LocalDate period,
        @Nullable String group,
        boolean isUnfinished,
        @Nullable Object[] values) {
      this.ticker = ticker;
      this.period = period;
      this.group = group;
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
   * @param groups the groups of the tickers; null where there are none
   */
  public static List<Summarized> summarize(
      List<Summary<Bar, ?>> summaries,
      @Nullable CalendarPeriod each,
      TickerResult result,
      List<Metric<?, ?>> scanned,
      Volumes volumes,
      @Nullable GroupTable groups) {
    try {
      return groups == null
          ? summarized(summaries, each, result, result.columns(scanned), volumes, null)
          : byGroup(summaries, each, result, scanned, volumes, groups);
    } catch (ExtensionException e) {
      throw e.of(result.ticker());
    }
  }

  /** The summaries of the bars of each group that the ticker is in. */
  private static List<Summarized> byGroup(
      List<Summary<Bar, ?>> summaries,
      @Nullable CalendarPeriod each,
      TickerResult result,
      List<Metric<?, ?>> scanned,
      Volumes volumes,
      GroupTable groups) {
    int[] numbers =
        groups.on(result.ticker(), result.bars().epochDays(), result.from(), result.to());
    List<Summarized> summarized = new ArrayList<>();
    for (int group : Arrays.stream(numbers).distinct().toArray()) {
      int[] rows =
          IntStream.range(0, numbers.length)
              .filter(i -> numbers[i] == group)
              .map(i -> result.from() + i)
              .toArray();
      TickerResult some = rows.length == numbers.length ? result : result.rows(rows);
      summarized.addAll(
          summarized(summaries, each, some, some.columns(scanned), volumes, groups.name(group)));
    }
    return summarized;
  }

  private static List<Summarized> summarized(
      List<Summary<Bar, ?>> summaries,
      @Nullable CalendarPeriod each,
      TickerResult result,
      SeriesColumns columns,
      Volumes volumes,
      @Nullable String group) {
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
              group,
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
   * The rows of a leaderboard: by period, by group, by rank, then by ticker; those without a rank
   * last.
   *
   * @param summarized of all tickers, in any order
   */
  public static List<TickerSummary> rank(LeaderboardNode node, Collection<Summarized> summarized) {
    Map<Summarized, List<Summarized>> leaderboards = new TreeMap<>(BY_LEADERBOARD);
    for (Summarized one : summarized) {
      leaderboards.computeIfAbsent(one, first -> new ArrayList<>()).add(one);
    }
    List<TickerSummary> rows = new ArrayList<>();
    leaderboards.values().forEach(one -> rows.addAll(rankOne(node, one)));
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
        Optional.ofNullable(summarized.group),
        rank == 0 ? OptionalLong.empty() : OptionalLong.of(rank),
        summarized.isUnfinished,
        node.summaries(),
        Arrays.asList(summarized.values));
  }
}
