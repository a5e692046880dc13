package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.period.PeriodBars;
import io.github.marketvolume.plan.BarsNode;
import io.github.marketvolume.plan.Shaping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes metrics of a ticker's series.
 *
 * @param metrics what is computed, by definition
 * @param passes the metrics that come with the bars, by pass, in the order of their columns: those
 *     across tickers, and what the passes carried through
 * @param firstDay the first published day
 * @param volumes what the volumes of the bars are; those to be adjusted for splits are raw so far
 * @param shapings which bars there are, after they are adjusted and before all else: these steps,
 *     one after the other
 * @param periods how bars are combined by period; null if none of the steps does that
 */
public record Scan(
    List<Metric<?, ?>> metrics,
    List<List<Metric<Bar, ?>>> passes,
    int firstDay,
    Volumes volumes,
    List<Shaping> shapings,
    @Nullable PeriodBars periods)
    implements Serializable {

  /** A scan of the bars that a plan begins with. */
  public Scan(
      List<Metric<?, ?>> metrics,
      List<List<Metric<Bar, ?>>> passes,
      BarsNode bars,
      @Nullable PeriodBars periods) {
    this(
        metrics,
        List.copyOf(passes),
        bars.published().firstEpochDay(),
        bars.volumes(),
        bars.shapings(),
        periods);
  }

  /** Some days' columns of one pass. */
  public record PassPart(int pass, DayColumns columns) {}

  /** A program to run for any number of tickers, one after the other. */
  public Prepared prepare() {
    List<Metric<Bar, ?>> given = passes.stream().flatMap(Collection::stream).toList();
    return new Prepared(new SeriesProgram(metrics, given, volumes));
  }

  /** A scan that is ready to run. */
  public final class Prepared {

    private final SeriesProgram program;

    /** The program of the flags that each condition asks, in the order of the conditions. */
    private final List<SeriesProgram> asked;

    private Prepared(SeriesProgram program) {
      this.program = program;
      this.asked =
          shapings.stream()
              .filter(Shaping.Kept.class::isInstance)
              .map(step -> ((Shaping.Kept) step).condition().flags())
              .map(flags -> new SeriesProgram(flags, List.of(), volumes))
              .toList();
    }

    /**
     * Computes what is wanted of one ticker.
     *
     * @param bars its settled bars, up to the last one that is used
     * @param parts its columns of all passes by day before
     */
    public TickerResult run(String ticker, BarColumns bars, List<PassPart> parts) {
      return start().advance(ticker, bars, parts);
    }

    /** A ticker of which no bar was seen. */
    public Series start() {
      return new Series(program.start(), asked.stream().map(SeriesProgram::start).toList());
    }

    /**
     * A ticker whose bars go on from a state.
     *
     * @param in what {@link Series#write} wrote, of an equal scan
     */
    public Series resume(DataInput in) throws IOException {
      List<SeriesRun> conditions = new ArrayList<>();
      for (SeriesProgram flags : asked) {
        conditions.add(flags.resume(bytes(in)));
      }
      Series series = new Series(program.resume(bytes(in)), conditions);
      for (int i = 0; i < series.passedOn.length; i++) {
        series.passedOn[i] = in.readDouble();
      }
      return series;
    }

    /** A copy that goes its own way; of none, a ticker of which no bar was seen. */
    public Series copyOf(@Nullable Series series) {
      if (series == null) {
        return start();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        series.write(new DataOutputStream(bytes));
        return resume(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // of bytes in memory: it never happens
      }
    }

    private static byte[] bytes(DataInput in) throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return bytes;
    }
  }

  /**
   * One ticker on its way through a scan: all of its bars in one call, or those that arrive.
   * Whatever the calls, every bar has the same values to the last bit. For one thread.
   */
  public final class Series {

    private final SeriesRun run;

    /** What judges by the flags of each condition. */
    private final List<SeriesRun> conditions;

    /** Of each condition, the split coefficient of bars left out after the last that stayed. */
    private final double[] passedOn;

    private Series(SeriesRun run, List<SeriesRun> conditions) {
      this.run = run;
      this.conditions = conditions;
      this.passedOn = new double[conditions.size()];
      Arrays.fill(passedOn, 1);
    }

    /**
     * Computes what is wanted of the next bars.
     *
     * @param bars settled, after those before; what adjusts for splits, combines by period or is
     *     hindsight has to have all of them
     * @param parts their columns of all passes by day before
     */
    public TickerResult advance(String ticker, BarColumns bars, List<PassPart> parts) {
      return advance(ticker, bars, parts, new int[0], state -> {});
    }

    /**
     * The same, and what the bars from some days on need of those before.
     *
     * @param days the days, ascending
     * @param states takes, for each of them, what {@link #write} would have written before it
     */
    public TickerResult advance(
        String ticker, BarColumns bars, List<PassPart> parts, int[] days, Consumer<byte[]> states) {
      try {
        return computed(ticker, bars, parts, new Cuts(days, conditions.size()), states);
      } catch (ExtensionException e) {
        throw e.of(ticker);
      }
    }

    /** Writes what the next bars need of those so far. */
    public void write(DataOutput out) throws IOException {
      List<byte[]> ofConditions = conditions.stream().map(SeriesRun::state).toList();
      write(ofConditions, run.state(), passedOn, out);
    }

    private static void write(
        List<byte[]> conditions, byte[] run, double[] passedOn, DataOutput out) throws IOException {
      for (byte[] condition : conditions) {
        out.writeInt(condition.length);
        out.write(condition);
      }
      out.writeInt(run.length);
      out.write(run);
      for (double coefficient : passedOn) {
        out.writeDouble(coefficient);
      }
    }

    private TickerResult computed(
        String ticker, BarColumns bars, List<PassPart> parts, Cuts cuts, Consumer<byte[]> states) {
      if (volumes == Volumes.ADJUSTED) {
        bars.adjustForSplits();
      }
      shape(ticker, bars, cuts);
      int from = bars.firstFrom(firstDay);
      SeriesColumns columns = SeriesColumns.of(bars).published(from, bars.size());
      for (int pass = 0; pass < passes.size(); pass++) {
        for (int i = 0; i < passes.get(pass).size(); i++) {
          columns.put(passes.get(pass).get(i).definition(), columnOf(pass, i, bars, parts));
        }
      }
      cuts.advance(run, columns, bars, (cut, state) -> states.accept(cuts.written(cut, state)));
      double[][] values = new double[metrics.size()][];
      long[] @Nullable [] wholes = new long[values.length][];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(metrics.get(i));
        wholes[i] = columns.wholes(metrics.get(i));
      }
      return new TickerResult(ticker, bars, from, bars.size(), values, wholes);
    }

    /** Makes of the bars those that are measured. */
    private void shape(String ticker, BarColumns bars, Cuts cuts) {
      int condition = 0;
      for (Shaping shaping : shapings) {
        if (shaping instanceof Shaping.Kept kept) {
          keep(ticker, bars, kept.condition(), condition++, cuts);
        } else {
          Objects.requireNonNull(periods).combine(bars);
        }
      }
    }

    private void keep(
        String ticker, BarColumns bars, Condition<? super Bar> condition, int place, Cuts cuts) {
      SeriesColumns columns = SeriesColumns.of(bars);
      cuts.advance(
          conditions.get(place),
          columns,
          bars,
          (cut, state) -> cuts.conditions.get(cut).add(state));
      BitSet stays = new BitSet(bars.size());
      for (int i = 0; i < bars.size(); i++) {
        stays.set(i, columns.holds(condition, ticker, i));
      }
      for (int cut = 0; cut < cuts.days.length; cut++) {
        int row = bars.firstFrom(cuts.days[cut]);
        BarColumns before = bars.rows(IntStream.range(0, row).toArray());
        cuts.passedOn[cut][place] = before.retain(stays.get(0, row), passedOn[place]);
      }
      passedOn[place] = bars.retain(stays, passedOn[place]);
    }

    private static double[] columnOf(int pass, int metric, BarColumns bars, List<PassPart> parts) {
      double[] column = new double[bars.size()];
      Arrays.fill(column, Double.NaN);
      int row = 0;
      for (PassPart part : parts) {
        if (part.pass() != pass) {
          continue;
        }
        int[] days = part.columns().epochDays();
        for (int i = 0; i < days.length; i++) {
          while (bars.epochDay(row) < days[i]) {
            row++;
          }
          column[row] = part.columns().columns()[metric][i];
        }
      }
      return column;
    }
  }

  /** Days on the way, before which a series is written down. */
  private static final class Cuts {

    private final int[] days;

    /** By day: the states of the conditions, and what each has passed on. */
    private final List<List<byte[]>> conditions = new ArrayList<>();

    private final double[][] passedOn;

    Cuts(int[] days, int conditions) {
      this.days = days;
      this.passedOn = new double[days.length][conditions];
      for (int i = 0; i < days.length; i++) {
        this.conditions.add(new ArrayList<>());
      }
    }

    /** Takes the state of a run before a day. */
    private interface Receiver {

      void state(int cut, byte[] state);
    }

    /** Runs over all bars, and stops before each day. */
    void advance(SeriesRun run, SeriesColumns columns, BarColumns bars, Receiver receiver) {
      int reached = 0;
      for (int cut = 0; cut < days.length; cut++) {
        int row = bars.firstFrom(days[cut]);
        run.advance(columns, reached, row);
        receiver.state(cut, run.state());
        reached = row;
      }
      run.advance(columns, reached, bars.size());
    }

    byte[] written(int cut, byte[] run) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        Series.write(conditions.get(cut), run, passedOn[cut], new DataOutputStream(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // of bytes in memory: it never happens
      }
      return bytes.toByteArray();
    }
  }
}
