package io.github.marketvolume.days;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.TickerSummary;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.EpisodesNode;
import io.github.marketvolume.plan.LeaderboardNode;
import io.github.marketvolume.plan.PlanNode;
import io.github.marketvolume.rows.MarketSeries;
import io.github.marketvolume.rows.SmallRows;
import io.github.marketvolume.series.DayPass;
import io.github.marketvolume.series.Phases;
import io.github.marketvolume.series.SeriesProgram;
import io.github.marketvolume.series.SeriesRun;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stages of the market's days: its own series, as far as the days have come. */
final class LiveMarket {

  private final List<Metric<MarketDay, ?>> crossSections;
  private final List<Metric<?, ?>> inputs;
  private final List<OutputDays> outputs = new ArrayList<>();

  /**
   * A market of which no day was seen.
   *
   * @param outputs stages whose rows are days of the market or episodes of them
   */
  LiveMarket(BarsNode node, List<PlanNode<?>> outputs) {
    Set<Metric<MarketDay, ?>> distinct = new LinkedHashSet<>();
    for (PlanNode<?> output : outputs) {
      distinct.addAll(Phases.crossSectionsOf(output));
      this.outputs.add(new OutputDays(node, output));
    }
    this.crossSections = List.copyOf(distinct);
    this.inputs = Phases.inputsOf(crossSections);
  }

  /** The cross-sections of each day that any stage needs. */
  List<Metric<MarketDay, ?>> crossSections() {
    return crossSections;
  }

  /** What the cross-sections are computed from. */
  List<Metric<?, ?>> inputs() {
    return inputs;
  }

  /** Computes the next days, which have the cross-sections in their order. */
  void advance(List<DayPass.Day> days, LiveBars.Receiver receiver) {
    outputs.forEach(output -> output.advance(days, receiver));
  }

  boolean hasOpen() {
    return outputs.stream().anyMatch(output -> !output.open.isEmpty());
  }

  void write(DataOutput out) throws IOException {
    for (OutputDays output : outputs) {
      output.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    for (OutputDays output : outputs) {
      output.read(in);
    }
  }

  /** The series of one stage. */
  private final class OutputDays {

    private final BarsNode node;
    private final PlanNode<?> output;
    private final Volumes volumes;

    /** Where each program has come to, before the days that are kept. */
    private Runs runs;

    /** The days since the start of an open episode; none of other stages. */
    private List<DayPass.Day> open = new ArrayList<>();

    OutputDays(BarsNode node, PlanNode<?> output) {
      this.node = node;
      this.output = output;
      this.volumes = node.volumes();
      this.runs = new Runs(volumes, Map.of());
    }

    void advance(List<DayPass.Day> days, LiveBars.Receiver receiver) {
      if (days.isEmpty()) {
        return;
      }
      if (output instanceof EpisodesNode<?> episodes) {
        receiver.rows(output, episodes(episodes.joinedWithin(), days));
      } else {
        receiver.rows(output, rows(days, runs));
      }
    }

    private List<?> episodes(RollingWindow joinedWithin, List<DayPass.Day> days) {
      Map<List<Metric<?, ?>>, byte[]> before = runs.states();
      List<Object> told = open.isEmpty() ? List.of() : rows(open, new Runs(volumes, before));
      List<DayPass.Day> all = new ArrayList<>(open);
      all.addAll(days);
      List<Object> episodes = rows(all, new Runs(volumes, before));
      int[] epochDays = all.stream().mapToInt(DayPass.Day::epochDay).toArray();
      int first = OpenEpisodes.firstRow(episodes, epochDays, joinedWithin);
      if (first > 0) {
        rows(all.subList(0, first), runs);
      }
      open = new ArrayList<>(all.subList(first, all.size()));
      return OpenEpisodes.changed(told, episodes);
    }

    @CanIgnoreReturnValue
    private List<Object> rows(List<DayPass.Day> days, Runs by) {
      List<Object> rows = new ArrayList<>();
      new Days(node, output, days, by).of(output).forEachRemaining(rows::add);
      return rows;
    }

    void write(DataOutput out) throws IOException {
      List<byte[]> states = List.copyOf(runs.states().values());
      out.writeInt(states.size());
      for (byte[] state : states) {
        out.writeInt(state.length);
        out.write(state);
      }
      out.writeInt(open.size());
      for (DayPass.Day day : open) {
        out.writeInt(day.epochDay());
        for (Object value : day.values()) {
          writeValue(value, out);
        }
      }
    }

    void read(DataInput in) throws IOException {
      rows(List.of(), runs); // so that every program has its run, in the same order
      Map<List<Metric<?, ?>>, byte[]> states = new LinkedHashMap<>();
      Iterator<List<Metric<?, ?>>> wanted = runs.states().keySet().iterator();
      for (int left = in.readInt(); left > 0; left--) {
        byte[] state = new byte[in.readInt()];
        in.readFully(state);
        states.put(wanted.next(), state);
      }
      runs = new Runs(volumes, states);
      for (int left = in.readInt(); left > 0; left--) {
        int epochDay = in.readInt();
        @Nullable Object[] values = new Object[crossSections.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = readValue(in);
        }
        open.add(new DayPass.Day(epochDay, 0, values));
      }
    }

    private static void writeValue(@Nullable Object value, DataOutput out) throws IOException {
      if (value == null) {
        out.writeByte('-');
      } else if (value instanceof Double number) {
        out.writeByte('D');
        out.writeDouble(number);
      } else if (value instanceof Long whole) {
        out.writeByte('L');
        out.writeLong(whole);
      } else {
        out.writeByte('T');
        out.writeUTF(value.toString());
      }
    }

    private static @Nullable Object readValue(DataInput in) throws IOException {
      return switch (in.readByte()) {
        case '-' -> null;
        case 'D' -> in.readDouble();
        case 'L' -> in.readLong();
        case 'T' -> in.readUTF();
        default -> throw new IOException("a value of an unknown kind");
      };
    }
  }

  /** The runs of the programs of one stage, each begun anew or from its state. */
  private static final class Runs implements MarketSeries.Runs {

    private final Volumes volumes;
    private final Map<List<Metric<?, ?>>, byte[]> states;
    private final Map<List<Metric<?, ?>>, SeriesRun> runs = new LinkedHashMap<>();

    Runs(Volumes volumes, Map<List<Metric<?, ?>>, byte[]> states) {
      this.volumes = volumes;
      this.states = states;
    }

    @Override
    public SeriesRun of(List<Metric<?, ?>> wanted) {
      return runs.computeIfAbsent(
          wanted,
          key -> {
            SeriesProgram program = new SeriesProgram(key, List.of(), volumes);
            byte[] state = states.get(key);
            return state == null ? program.start() : program.resume(state);
          });
    }

    /** Where each has come to. */
    Map<List<Metric<?, ?>>, byte[]> states() {
      Map<List<Metric<?, ?>>, byte[]> all = new LinkedHashMap<>(states);
      runs.forEach((wanted, run) -> all.put(wanted, run.state()));
      return all;
    }
  }

  /** The rows of a stage of some days. */
  private final class Days extends SmallRows {

    private final BarsNode node;
    private final List<DayPass.Day> days;
    private final Runs runs;

    Days(BarsNode node, PlanNode<?> output, List<DayPass.Day> days, Runs runs) {
      super(List.of(output), null);
      this.node = node;
      this.days = days;
      this.runs = runs;
    }

    @Override
    protected Iterator<RejectedRow> rejected() {
      throw new IllegalStateException("what was rejected is no day of the market");
    }

    @Override
    protected List<TickerSummary> leaderboard(LeaderboardNode leaderboard) {
      throw new IllegalStateException("a leaderboard is no day of the market");
    }

    @Override
    protected List<DayPass.Day> days(List<Metric<MarketDay, ?>> wanted) {
      int[] places = wanted.stream().mapToInt(crossSections::indexOf).toArray();
      List<DayPass.Day> selected = new ArrayList<>();
      for (DayPass.Day day : days) {
        @Nullable Object[] values = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
          values[i] = day.values()[places[i]];
        }
        selected.add(new DayPass.Day(day.epochDay(), 0, values));
      }
      return selected;
    }

    @Override
    protected int firstDay() {
      return node.published().firstEpochDay();
    }

    @Override
    protected OptionalInt unfinishedDay() {
      return OptionalInt.empty();
    }

    @Override
    protected MarketSeries.Runs marketRuns(Volumes of) {
      return runs;
    }
  }
}
