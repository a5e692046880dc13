package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Arithmetic;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.Volumes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some days of all tickers together: what is computed across tickers. The values come by ticker;
 * they are dealt to their days in the order of the tickers, so that what is written next is near.
 */
public final class DayPass {

  private final List<DayColumns> parts = new ArrayList<>();

  private final int firstDay;

  /** How many tickers are there on each day from the first on; 0 on days without a bar. */
  private final int[] tickersOn;

  /**
   * A pass over the parts of one bucket of days.
   *
   * @param packed the tickers' parts, one for each, several together in any order
   */
  public DayPass(Iterable<byte[]> packed) {
    for (byte[] several : packed) {
      ByteBuffer bytes = ByteBuffer.wrap(several);
      while (bytes.hasRemaining()) {
        parts.add(DayColumns.unpack(bytes));
      }
    }
    parts.sort(Comparator.comparing(DayColumns::ticker));
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (DayColumns part : parts) {
      int[] days = part.epochDays();
      first = Math.min(first, days[0]);
      last = Math.max(last, days[days.length - 1]);
    }
    firstDay = first;
    tickersOn = new int[parts.isEmpty() ? 0 : last - first + 1];
    for (DayColumns part : parts) {
      for (int day : part.epochDays()) {
        tickersOn[day - firstDay]++;
      }
    }
  }

  /** A column's values by day, each day's in the order of its tickers. */
  private double[][] byDay(int column) {
    double[][] days = Arrays.stream(tickersOn).mapToObj(double[]::new).toArray(double[][]::new);
    int[] next = new int[days.length];
    for (DayColumns part : parts) {
      int[] epochDays = part.epochDays();
      double[] values = part.columns()[column];
      for (int row = 0; row < epochDays.length; row++) {
        int day = epochDays[row] - firstDay;
        days[day][next[day]++] = values[row];
      }
    }
    return days;
  }

  /** The longs beside a column by day; null if doubles hold all of them. */
  private long @Nullable [][] wholesByDay(int column) {
    if (parts.stream().allMatch(part -> part.wholes()[column] == null)) {
      return null;
    }
    long[][] days = Arrays.stream(tickersOn).mapToObj(long[]::new).toArray(long[][]::new);
    int[] next = new int[days.length];
    for (DayColumns part : parts) {
      int[] epochDays = part.epochDays();
      long[] values = wholes(part, column);
      for (int row = 0; row < epochDays.length; row++) {
        int day = epochDays[row] - firstDay;
        days[day][next[day]++] = values[row];
      }
    }
    return days;
  }

  private static long[] wholes(DayColumns part, int column) {
    return part.wholes()[column] == null
        ? Wholes.toLongs(part.columns()[column], part.epochDays().length)
        : part.wholes()[column];
  }

  /** What was computed by day, by ticker again. */
  private double[][] byTicker(double[][] days) {
    double[][] tickers = new double[parts.size()][];
    int[] next = new int[days.length];
    for (int p = 0; p < tickers.length; p++) {
      int[] epochDays = parts.get(p).epochDays();
      tickers[p] = new double[epochDays.length];
      for (int row = 0; row < epochDays.length; row++) {
        int day = epochDays[row] - firstDay;
        tickers[p][row] = days[day][next[day]++];
      }
    }
    return tickers;
  }

  /** For each day the parts of its tickers, in order. */
  private int[][] partsByDay() {
    int[][] days = Arrays.stream(tickersOn).mapToObj(int[]::new).toArray(int[][]::new);
    int[] next = new int[days.length];
    for (int p = 0; p < parts.size(); p++) {
      for (int epochDay : parts.get(p).epochDays()) {
        int day = epochDay - firstDay;
        days[day][next[day]++] = p;
      }
    }
    return days;
  }

  /**
   * Compares the tickers of every day.
   *
   * @param metrics ranks across tickers, what is demeaned, and inputs that are carried through
   * @param inputs what the columns of the parts are
   * @return a column for each metric, of each ticker
   */
  public List<DayColumns> compare(List<Metric<Bar, ?>> metrics, List<Metric<?, ?>> inputs) {
    double[][][] results = new double[parts.size()][metrics.size()][];
    for (int m = 0; m < metrics.size(); m++) {
      Metric<Bar, ?> metric = metrics.get(m);
      if (Rank.isAcrossTickers(metric)) {
        int input = inputs.indexOf(metric.inputs().get(0).definition());
        double[][] compared = byTicker(compare(metric, byDay(input), wholesByDay(input)));
        for (int p = 0; p < results.length; p++) {
          results[p][m] = compared[p];
        }
      } else {
        int carried = inputs.indexOf(metric.definition());
        for (int p = 0; p < results.length; p++) {
          results[p][m] = parts.get(p).columns()[carried];
        }
      }
    }
    List<DayColumns> columns = new ArrayList<>();
    for (int p = 0; p < results.length; p++) {
      columns.add(new DayColumns(parts.get(p).ticker(), parts.get(p).epochDays(), results[p]));
    }
    return columns;
  }

  private double[][] compare(Metric<Bar, ?> metric, double[][] values, long @Nullable [][] wholes) {
    DayAggregator.Statistics statistics = new DayAggregator.Statistics();
    double[][] compared = new double[values.length][];
    for (int day = 0; day < values.length; day++) {
      compared[day] =
          metric instanceof Rank<?> rank
              ? ranks(rank, values[day], wholes == null ? null : wholes[day])
              : demeaned((Demeaned) metric, firstDay + day, values[day], statistics);
    }
    return compared;
  }

  private static double[] ranks(Rank<?> rank, double[] values, long @Nullable [] wholes) {
    double[] inOrder = wholes == null ? values : Wholes.ordinals(wholes);
    int[] places = Ranking.rank(inOrder, rank.ordering().descending(), rank.ties());
    double[] ranks = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      ranks[i] = places[i] == 0 ? Double.NaN : places[i];
    }
    return ranks;
  }

  private static double[] demeaned(
      Demeaned metric, int epochDay, double[] values, DayAggregator.Statistics statistics) {
    double center = Limits.computed(statistics.of(metric.center(), epochDay, values));
    double[] demeaned = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      demeaned[i] = Arithmetic.minus(values[i], center);
    }
    return demeaned;
  }

  /**
   * A day's cross-sections.
   *
   * @param values Double, Long or String, null where missing
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Day(int epochDay, @Nullable Object[] values) {}

  /**
   * Aggregates every day.
   *
   * @param inputs what the columns of the parts are
   * @param volumes what the volumes of the bars are
   */
  public List<Day> aggregate(
      List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs, Volumes volumes) {
    DayAggregator aggregator = new DayAggregator(crossSections, inputs, volumes);
    double[][][] byDay = new double[inputs.size()][][];
    long @Nullable [][][] wholesByDay = new long[byDay.length][][];
    for (int k = 0; k < byDay.length; k++) {
      byDay[k] = byDay(k);
      wholesByDay[k] = wholesByDay(k);
    }
    int[][] partsByDay = partsByDay();
    double[][] values = new double[byDay.length][];
    long[] @Nullable [] wholes = new long[byDay.length][];
    List<Day> aggregated = new ArrayList<>();
    for (int d = 0; d < tickersOn.length; d++) {
      if (tickersOn[d] == 0) {
        continue;
      }
      for (int k = 0; k < values.length; k++) {
        values[k] = byDay[k][d];
        wholes[k] = wholesByDay[k] == null ? null : wholesByDay[k][d];
      }
      int[] present = partsByDay[d];
      aggregated.add(
          new Day(
              firstDay + d,
              aggregator.aggregate(
                  firstDay + d, place -> parts.get(present[place]).ticker(), values, wholes)));
    }
    return aggregated;
  }
}
