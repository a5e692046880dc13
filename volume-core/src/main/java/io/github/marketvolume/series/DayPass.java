package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Arithmetic;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.MarketDay;
import io.github.marketvolume.metric.Demeaned;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some days of all tickers together: what is computed across tickers. */
public final class DayPass {

  private final List<DayColumns> parts = new ArrayList<>();

  /** The days of each part. */
  private final int[][] days;

  /** Next row to look at, for each part. */
  private final int[] next;

  /** The rows of the present day: their parts. */
  private final int[] present;

  private int presentCount;

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
    days = parts.stream().map(DayColumns::epochDays).toArray(int[][]::new);
    next = new int[parts.size()];
    present = new int[parts.size()];
  }

  /** Moves to the next day that a ticker has; false when there is none. */
  private boolean nextDay() {
    int day = Integer.MAX_VALUE;
    for (int p = 0; p < next.length; p++) {
      if (next[p] < days[p].length) {
        day = Math.min(day, days[p][next[p]]);
      }
    }
    presentCount = 0;
    for (int p = 0; p < next.length; p++) {
      if (next[p] < days[p].length && days[p][next[p]] == day) {
        present[presentCount++] = p;
        next[p]++;
      }
    }
    return presentCount > 0;
  }

  private int day() {
    return days[present[0]][next[present[0]] - 1];
  }

  /** A column of all parts. */
  private double[][] column(int column) {
    return parts.stream().map(part -> part.columns()[column]).toArray(double[][]::new);
  }

  /** A column's values on the present day, one for each ticker that is there. */
  private double[] values(double[][] column) {
    double[] values = new double[presentCount];
    for (int i = 0; i < presentCount; i++) {
      int part = present[i];
      values[i] = column[part][next[part] - 1];
    }
    return values;
  }

  /** The longs beside a column of all parts; null if doubles hold all of them. */
  private long @Nullable [][] wholes(int column) {
    if (parts.stream().allMatch(part -> part.wholes()[column] == null)) {
      return null;
    }
    return parts.stream().map(part -> wholes(part, column)).toArray(long[][]::new);
  }

  private static long[] wholes(DayColumns part, int column) {
    return part.wholes()[column] == null
        ? Wholes.toLongs(part.columns()[column], part.epochDays().length)
        : part.wholes()[column];
  }

  /** The longs of a column on the present day; null if there are none. */
  private long @Nullable [] values(long @Nullable [][] wholes) {
    if (wholes == null) {
      return null;
    }
    long[] values = new long[presentCount];
    for (int i = 0; i < presentCount; i++) {
      int part = present[i];
      values[i] = wholes[part][next[part] - 1];
    }
    return values;
  }

  private String ticker(int place) {
    return parts.get(present[place]).ticker();
  }

  /**
   * Compares the tickers of every day.
   *
   * @param metrics ranks across tickers, what is demeaned, and inputs that are carried through
   * @param inputs what the columns of the parts are
   * @return a column for each metric, of each ticker
   */
  public List<DayColumns> compare(List<Metric<Bar, ?>> metrics, List<Metric<?, ?>> inputs) {
    List<double[][]> series = new ArrayList<>();
    List<long @Nullable [][]> wholes = new ArrayList<>();
    for (Metric<Bar, ?> metric : metrics) {
      Metric<?, ?> from = isCarried(metric) ? metric : metric.inputs().get(0);
      int input = inputs.indexOf(from.definition());
      series.add(column(input));
      wholes.add(wholes(input));
    }
    double[][][] results = new double[parts.size()][metrics.size()][];
    for (int p = 0; p < results.length; p++) {
      for (int r = 0; r < metrics.size(); r++) {
        results[p][r] =
            isCarried(metrics.get(r))
                ? series.get(r)[p]
                : new double[parts.get(p).epochDays().length];
      }
    }
    while (nextDay()) {
      for (int r = 0; r < metrics.size(); r++) {
        if (isCarried(metrics.get(r))) {
          continue;
        }
        double[] compared =
            metrics.get(r) instanceof Rank<?> rank
                ? ranks(rank, values(series.get(r)), values(wholes.get(r)))
                : demeaned((Demeaned) metrics.get(r), values(series.get(r)));
        for (int i = 0; i < presentCount; i++) {
          results[present[i]][r][next[present[i]] - 1] = compared[i];
        }
      }
    }
    List<DayColumns> columns = new ArrayList<>();
    for (int p = 0; p < results.length; p++) {
      columns.add(new DayColumns(parts.get(p).ticker(), parts.get(p).epochDays(), results[p]));
    }
    return columns;
  }

  private static boolean isCarried(Metric<Bar, ?> metric) {
    return !SeriesProgram.isOfBarAcrossTickers(metric);
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

  private static double[] demeaned(Demeaned metric, double[] values) {
    double center = Limits.computed(DayAggregator.statistic(metric.center(), values));
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
   */
  public List<Day> aggregate(List<Metric<MarketDay, ?>> crossSections, List<Metric<?, ?>> inputs) {
    DayAggregator aggregator = new DayAggregator(crossSections, inputs);
    double[][][] series = new double[inputs.size()][][];
    long[] @Nullable [][] wholes = new long[series.length][][];
    for (int k = 0; k < series.length; k++) {
      series[k] = column(k);
      wholes[k] = wholes(k);
    }
    double[][] values = new double[series.length][];
    long[] @Nullable [] longs = new long[series.length][];
    List<Day> aggregated = new ArrayList<>();
    while (nextDay()) {
      for (int k = 0; k < series.length; k++) {
        values[k] = values(series[k]);
        longs[k] = values(wholes[k]);
      }
      aggregated.add(new Day(day(), aggregator.aggregate(this::ticker, values, longs)));
    }
    return aggregated;
  }
}
