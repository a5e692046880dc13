package io.github.marketvolume.days;

import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.FlagCount;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.Summary;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.plan.WhereNode;
import io.github.marketvolume.rows.Leaderboard;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.Summaries;
import io.github.marketvolume.series.TickerResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The leaderboards of one set of bars, as far as the days have come: sums, and no bar. */
final class LiveLeaderboards {

  private final Volumes volumes;

  /** What the results' columns are. */
  private final List<Metric<?, ?>> scanned;

  /** Every summary of any of the leaderboards, each once. */
  private final List<Summary<Bar, ?>> summaries = new ArrayList<>();

  private final Map<String, OfTicker> tickers = new TreeMap<>();

  /**
   * Leaderboards of no bar.
   *
   * @param outputs leaderboards, or some rows of one
   * @param scanned what the results' columns are
   */
  LiveLeaderboards(Volumes volumes, List<PlanNode<?>> outputs, List<Metric<?, ?>> scanned) {
    this.volumes = volumes;
    this.scanned = scanned;
    for (PlanNode<?> output : outputs) {
      for (Summary<Bar, ?> summary : Resumable.leaderboard(output).orElseThrow().summaries()) {
        if (!summaries.contains(summary)) {
          summaries.add(summary);
        }
      }
    }
  }

  /**
   * Adds some of what was computed of a ticker.
   *
   * @param from the first row
   * @param to the row after the last one
   */
  void add(TickerResult result, int from, int to) {
    int first = Math.max(from, result.from());
    if (first < to && !summaries.isEmpty()) {
      tickers
          .computeIfAbsent(result.ticker(), key -> new OfTicker())
          .add(result.columns(scanned).published(first, to));
    }
  }

  /** The rows of a leaderboard, or of some of its rows. */
  @SuppressWarnings("unchecked") // what is kept of a leaderboard is asked of its rows
  List<TickerSummary> rows(PlanNode<?> output) {
    LeaderboardNode leaderboard = Resumable.leaderboard(output).orElseThrow();
    List<Leaderboard.Summarized> all = new ArrayList<>();
    tickers.forEach(
        (ticker, kept) ->
            all.add(Leaderboard.Summarized.of(ticker, kept.values(leaderboard.summaries()))));
    List<TickerSummary> rows = Leaderboard.rank(leaderboard, all);
    if (output instanceof WhereNode<?, ?> some) {
      Condition<TickerSummary> condition = (Condition<TickerSummary>) some.condition();
      return rows.stream().filter(condition::holds).toList();
    }
    return rows;
  }

  /** One ticker's sums. */
  private final class OfTicker {

    /** What has been summed up, by summary: null where flags are counted instead. */
    private final List<Summaries.@Nullable Running> running = new ArrayList<>();

    private final long[] counts = new long[summaries.size()];

    OfTicker() {
      for (Summary<Bar, ?> summary : summaries) {
        running.add(
            summary instanceof SeriesSummary<?, ?> one
                ? new Summaries.Running(one, volumes)
                : null);
      }
    }

    void add(SeriesColumns columns) {
      for (int i = 0; i < counts.length; i++) {
        Summaries.Running one = running.get(i);
        if (one != null) {
          one.add(columns);
        } else {
          counts[i] += columns.countPublished(((FlagCount<?>) summaries.get(i)).flag());
        }
      }
    }

    @Nullable Object[] values(List<Summary<Bar, ?>> shown) {
      return shown.stream()
          .map(summaries::indexOf)
          .map(
              place -> {
                Summaries.Running one = running.get(place);
                return one == null ? (Object) counts[place] : one.result();
              })
          .toArray();
    }

    void write(DataOutput out) throws IOException {
      for (int i = 0; i < counts.length; i++) {
        Summaries.Running one = running.get(i);
        if (one == null) {
          out.writeLong(counts[i]);
        } else {
          one.write(out);
        }
      }
    }

    void read(DataInput in) throws IOException {
      for (int i = 0; i < counts.length; i++) {
        Summaries.Running one = running.get(i);
        if (one == null) {
          counts[i] = in.readLong();
        } else {
          one.read(in);
        }
      }
    }
  }

  void write(DataOutput out) throws IOException {
    if (summaries.isEmpty()) {
      return;
    }
    out.writeInt(tickers.size());
    for (Map.Entry<String, OfTicker> ticker : tickers.entrySet()) {
      out.writeUTF(ticker.getKey());
      ticker.getValue().write(out);
    }
  }

  void read(DataInput in) throws IOException {
    if (summaries.isEmpty()) {
      return;
    }
    for (int left = in.readInt(); left > 0; left--) {
      String ticker = in.readUTF();
      OfTicker kept = new OfTicker();
      kept.read(in);
      tickers.put(ticker, kept);
    }
  }
}
