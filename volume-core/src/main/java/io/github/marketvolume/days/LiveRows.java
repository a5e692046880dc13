package io.github.marketvolume.days;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.rows.StageLayout;
import io.github.marketvolume.series.TickerResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The rows of a stage of bars. Those of episodes are told as they begin, grow and end; until then a
 * ticker's rows are kept from the first of the episode on.
 *
 * @param <S> the rows
 */
final class LiveRows<S> {

  private final StageLayout<S> layout;
  private final PlanNode<S> output;

  /** The rows since the start of an open episode, by ticker. */
  private final Map<String, TickerResult> open = new TreeMap<>();

  private LiveRows(PlanNode<S> output, StageLayout<S> layout) {
    this.layout = layout;
    this.output = output;
  }

  /**
   * The rows of a stage; empty if they are not those of bars.
   *
   * @param scanned what the results' columns are
   */
  static <S> Optional<LiveRows<S>> of(PlanNode<S> output, List<Metric<?, ?>> scanned) {
    return StageLayout.of(output, scanned, null).map(layout -> new LiveRows<>(output, layout));
  }

  /** The rows that come of a ticker's next bars. */
  List<S> advance(TickerResult result) {
    return output instanceof EpisodesNode<?> ? episodes(result) : layout.values(result);
  }

  @CanIgnoreReturnValue
  private List<S> episodes(TickerResult result) {
    String ticker = result.ticker();
    TickerResult before = open.remove(ticker);
    TickerResult all = before == null ? result : before.and(result);
    if (all.from() == all.to()) {
      return List.of();
    }
    List<S> episodes = layout.values(all);
    int[] epochDays = Arrays.copyOf(all.bars().epochDays(), all.bars().size());
    int first = OpenEpisodes.firstRow(episodes, epochDays, joinedWithin());
    if (first < epochDays.length) {
      open.put(ticker, all.since(epochDays[first]));
    }
    return OpenEpisodes.changed(before == null ? List.of() : layout.values(before), episodes);
  }

  /** Takes the next rows of a result, for an episode that is open after them. */
  void take(TickerResult result, int from, int to) {
    if (output instanceof EpisodesNode<?>) {
      episodes(result.rows(IntStream.range(Math.max(from, result.from()), to).toArray()));
    }
  }

  private RollingWindow joinedWithin() {
    return ((EpisodesNode<?>) output).joinedWithin();
  }

  /** The rows that would come of a ticker's next bars. */
  List<S> provisional(TickerResult result) {
    if (!(output instanceof EpisodesNode<?>)) {
      return layout.values(result);
    }
    TickerResult before = open.get(result.ticker());
    TickerResult all = before == null ? result : before.and(result);
    return OpenEpisodes.changed(
        before == null ? List.of() : layout.values(before), layout.values(all));
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(open.size());
    for (Map.Entry<String, TickerResult> ticker : open.entrySet()) {
      out.writeUTF(ticker.getKey());
      ticker.getValue().write(out);
    }
  }

  void read(int columns, DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      String ticker = in.readUTF();
      open.put(ticker, TickerResult.read(ticker, columns, in));
    }
  }
}
