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
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
    private final List<Shaper> shapers;

    private Prepared(SeriesProgram program) {
      this.program = program;
      this.shapers = shapings.stream().map(this::shaper).toList();
    }

    /** What makes other bars of a ticker's bars. */
    private interface Shaper {

      void shape(String ticker, BarColumns bars);
    }

    private Shaper shaper(Shaping shaping) {
      if (shaping instanceof Shaping.Kept kept) {
        SeriesProgram flags = new SeriesProgram(kept.condition().flags(), List.of(), volumes);
        return (ticker, bars) -> keep(ticker, bars, kept.condition(), flags);
      }
      PeriodBars combined = Objects.requireNonNull(periods);
      return (ticker, bars) -> combined.combine(bars);
    }

    /**
     * Computes what is wanted of one ticker.
     *
     * @param bars its settled bars, up to the last one that is used
     * @param parts its columns of all passes by day before
     */
    public TickerResult run(String ticker, BarColumns bars, List<PassPart> parts) {
      try {
        return computed(ticker, bars, parts);
      } catch (ExtensionException e) {
        throw e.of(ticker);
      }
    }

    private TickerResult computed(String ticker, BarColumns bars, List<PassPart> parts) {
      if (volumes == Volumes.ADJUSTED) {
        bars.adjustForSplits();
      }
      shapers.forEach(shaper -> shaper.shape(ticker, bars));
      int from = bars.firstFrom(firstDay);
      SeriesColumns columns = SeriesColumns.of(bars).published(from, bars.size());
      for (int pass = 0; pass < passes.size(); pass++) {
        for (int i = 0; i < passes.get(pass).size(); i++) {
          columns.put(passes.get(pass).get(i).definition(), columnOf(pass, i, bars, parts));
        }
      }
      program.start().advance(columns, 0, bars.size());
      double[][] values = new double[metrics.size()][];
      long[] @Nullable [] wholes = new long[values.length][];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(metrics.get(i));
        wholes[i] = columns.wholes(metrics.get(i));
      }
      return new TickerResult(ticker, bars, from, bars.size(), values, wholes);
    }

    private static void keep(
        String ticker, BarColumns bars, Condition<? super Bar> condition, SeriesProgram flags) {
      SeriesColumns columns = SeriesColumns.of(bars);
      flags.start().advance(columns, 0, bars.size());
      BitSet stays = new BitSet(bars.size());
      for (int i = 0; i < bars.size(); i++) {
        stays.set(i, columns.holds(condition, ticker, i));
      }
      if (stays.cardinality() < bars.size()) {
        bars.retain(stays);
      }
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
}
