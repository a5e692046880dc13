package io.github.marketvolume.series;

import io.github.marketvolume.group.GroupTable;
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

  /** How many tickers there are in each slot; 0 in one without a bar. */
  private final int[] tickersIn;

  /**
   * In how many slots a day is divided, one for each group of tickers that are compared; 1 where
   * all are.
   */
  private final int groups;

  /** Of each part the slot of every row; none where slots are days. */
  private final List<int[]> slots = new ArrayList<>();

  /**
   * A pass over the parts of one bucket of days.
   *
   * @param packed the tickers' parts, one for each, several together in any order
   * @param table the groups that tickers are compared within; null where they are compared with all
   */
  public DayPass(Iterable<byte[]> packed, @Nullable GroupTable table) {
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
    groups = table == null ? 1 : table.groups() + 1;
    if (table != null) {
      parts.forEach(part -> slots.add(slotsOf(part, table)));
    }
    tickersIn = new int[parts.isEmpty() ? 0 : Math.multiplyExact(last - first + 1, groups)];
    int base = base();
    for (int p = 0; p < parts.size(); p++) {
      for (int place : places(p)) {
        tickersIn[place - base]++;
      }
    }
  }

  private int[] slotsOf(DayColumns part, GroupTable table) {
    int[] days = part.epochDays();
    int[] ofPart = table.on(part.ticker(), days, 0, days.length);
    for (int row = 0; row < days.length; row++) {
      ofPart[row] += (days[row] - firstDay) * groups;
    }
    return ofPart;
  }

  /** Where the rows of a part belong: their slots, counted from {@link #base}. */
  private int[] places(int part) {
    return slots.isEmpty() ? parts.get(part).epochDays() : slots.get(part);
  }

  private int base() {
    return slots.isEmpty() ? firstDay : 0;
  }

  /** A column's values by slot, each slot's in the order of its tickers. */
  private double[][] bySlot(int column) {
    double[][] values = Arrays.stream(tickersIn).mapToObj(double[]::new).toArray(double[][]::new);
    int[] next = new int[values.length];
    int base = base();
    for (int p = 0; p < parts.size(); p++) {
      int[] places = places(p);
      double[] ofPart = parts.get(p).columns()[column];
      for (int row = 0; row < places.length; row++) {
        int slot = places[row] - base;
        values[slot][next[slot]++] = ofPart[row];
      }
    }
    return values;
  }

  /** The longs beside a column by slot; null if doubles hold all of them. */
  private long @Nullable [][] wholesBySlot(int column) {
    if (parts.stream().allMatch(part -> part.wholes()[column] == null)) {
      return null;
    }
    long[][] values = Arrays.stream(tickersIn).mapToObj(long[]::new).toArray(long[][]::new);
    int[] next = new int[values.length];
    int base = base();
    for (int p = 0; p < parts.size(); p++) {
      int[] places = places(p);
      long[] ofPart = wholes(parts.get(p), column);
      for (int row = 0; row < places.length; row++) {
        int slot = places[row] - base;
        values[slot][next[slot]++] = ofPart[row];
      }
    }
    return values;
  }

  private static long[] wholes(DayColumns part, int column) {
    return part.wholes()[column] == null
        ? Wholes.toLongs(part.columns()[column], part.epochDays().length)
        : part.wholes()[column];
  }

  /** What was computed by slot, by ticker again. */
  private double[][] byTicker(double[][] bySlot) {
    double[][] tickers = new double[parts.size()][];
    int[] next = new int[bySlot.length];
    int base = base();
    for (int p = 0; p < tickers.length; p++) {
      int[] places = places(p);
      tickers[p] = new double[places.length];
      for (int row = 0; row < places.length; row++) {
        int slot = places[row] - base;
        tickers[p][row] = bySlot[slot][next[slot]++];
      }
    }
    return tickers;
  }

  /** For each slot the parts of its tickers, in order. */
  private int[][] partsBySlot() {
    int[][] present = Arrays.stream(tickersIn).mapToObj(int[]::new).toArray(int[][]::new);
    int[] next = new int[present.length];
    int base = base();
    for (int p = 0; p < parts.size(); p++) {
      for (int place : places(p)) {
        int slot = place - base;
        present[slot][next[slot]++] = p;
      }
    }
    return present;
  }

  private int dayOf(int slot) {
    return firstDay + slot / groups;
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
        double[][] compared = byTicker(compare(metric, bySlot(input), wholesBySlot(input)));
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
    for (int slot = 0; slot < values.length; slot++) {
      compared[slot] =
          metric instanceof Rank<?> rank
              ? ranks(rank, values[slot], wholes == null ? null : wholes[slot])
              : demeaned((Demeaned) metric, dayOf(slot), values[slot], statistics);
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
   * @param group the number of the group that they are of; 0 where tickers are not grouped
   * @param values Double, Long or String, null where missing
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Day(int epochDay, int group, @Nullable Object[] values) {}

  /**
   * Aggregates every day, and of a day every group with a ticker.
   *
   * @param inputs what the columns of the parts are
   * @param volumes what the volumes of the bars are
   */
  public List<Day> aggregate(
      List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs, Volumes volumes) {
    DayAggregator aggregator = new DayAggregator(crossSections, inputs, volumes);
    double[][][] bySlot = new double[inputs.size()][][];
    long @Nullable [][][] wholesBySlot = new long[bySlot.length][][];
    for (int k = 0; k < bySlot.length; k++) {
      bySlot[k] = bySlot(k);
      wholesBySlot[k] = wholesBySlot(k);
    }
    int[][] partsBySlot = partsBySlot();
    double[][] values = new double[bySlot.length][];
    long[] @Nullable [] wholes = new long[bySlot.length][];
    List<Day> aggregated = new ArrayList<>();
    for (int slot = 0; slot < tickersIn.length; slot++) {
      if (tickersIn[slot] == 0) {
        continue;
      }
      for (int k = 0; k < values.length; k++) {
        values[k] = bySlot[k][slot];
        wholes[k] = wholesBySlot[k] == null ? null : wholesBySlot[k][slot];
      }
      int[] present = partsBySlot[slot];
      aggregated.add(
          new Day(
              dayOf(slot),
              slot % groups,
              aggregator.aggregate(
                  dayOf(slot), place -> parts.get(present[place]).ticker(), values, wholes)));
    }
    return aggregated;
  }
}
