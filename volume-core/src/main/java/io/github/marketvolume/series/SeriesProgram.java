package io.github.marketvolume.series;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.kernel.Ewma;
import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.Moments;
import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.kernel.Scores;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.SplitAdjustment;
import io.github.marketvolume.market.Basis;
import io.github.marketvolume.metric.AnomalyRule;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.BarMetrics;
import io.github.marketvolume.metric.CrossSection;
import io.github.marketvolume.metric.Derived;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.NumericMetric;
import io.github.marketvolume.metric.Ordering;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.SeriesSummary;
import io.github.marketvolume.metric.SmoothedMetric;
import io.github.marketvolume.metric.Smoothing;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.TickerOfLargest;
import io.github.marketvolume.metric.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Computes metrics of one series, column by column. What several metrics need is computed once:
 * definitions are compared, not names, and all that is asked of one series over one window is read
 * off one sliding window in one pass.
 *
 * <p>A column is an array of doubles, one a row, NaN where missing; of a flag 1 is set, 0 is not
 * set, NaN could not be judged. A column of whole numbers that doubles do not hold has longs beside
 * it. What is computed is within {@link Limits}.
 */
public final class SeriesProgram {

  private static final List<BarField<?>> FIELDS =
      List.of(
          BarMetrics.OPEN,
          BarMetrics.HIGH,
          BarMetrics.LOW,
          BarMetrics.CLOSE,
          BarMetrics.ADJ_CLOSE,
          BarMetrics.VOLUME,
          BarMetrics.SPLIT_COEFFICIENT);

  /** One series and one window: what is read off it together. */
  private record WindowKey(Metric<?, ?> series, int length, boolean includesCurrent) {}

  /** Every metric to compute, inputs before what needs them; fields and given columns left out. */
  private final Map<Metric<?, ?>, Integer> steps = new LinkedHashMap<>();

  private final Map<WindowKey, List<Metric<?, ?>>> windows = new HashMap<>();

  /**
   * A program that computes these metrics and their inputs.
   *
   * @param wanted what {@link Columns#get} will be asked for
   */
  public SeriesProgram(List<? extends Metric<?, ?>> wanted) {
    for (Metric<?, ?> metric : wanted) {
      plan(metric.definition());
    }
  }

  /** Whether values of this metric come from outside the series: across tickers. */
  public static boolean isGiven(Metric<?, ?> metric) {
    return metric instanceof CrossSection
        || metric instanceof TickerOfLargest
        || (metric instanceof Rank<?> rank && rank.among() == Rank.Among.TICKERS);
  }

  private void plan(Metric<?, ?> metric) {
    boolean isOfBarItself = metric instanceof BarField<?> field && field.isOfBarItself();
    if (steps.containsKey(metric) || isOfBarItself || isGiven(metric)) {
      return;
    }
    for (Metric<?, ?> input : metric.inputs()) {
      plan(input.definition());
    }
    steps.put(metric, steps.size());
    WindowKey key = windowOf(metric);
    if (key != null) {
      windows.computeIfAbsent(key, k -> new ArrayList<>()).add(metric);
    }
  }

  private static WindowKey windowOf(Metric<?, ?> metric) {
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return key(rolling.series(), rolling.window());
    }
    if (metric instanceof Score<?> score) {
      return key(score.series(), score.window());
    }
    if (metric instanceof Rank<?> rank && rank.among() == Rank.Among.TRAILING) {
      return key(rank.ordering().series(), rank.window());
    }
    return null;
  }

  private static WindowKey key(Metric<?, ?> series, RollingWindow window) {
    return new WindowKey(series.definition(), window.length(), window.includesCurrent());
  }

  /** The columns of one series. */
  public static final class Columns {

    private final int size;
    private final Map<Metric<?, ?>, double[]> values = new HashMap<>();
    private final Map<Metric<?, ?>, long[]> wholes = new HashMap<>();
    private int publishedFrom;
    private int publishedTo;

    /** The columns of a series of so many rows, of which all are published. */
    public Columns(int size) {
      this.size = size;
      this.publishedTo = size;
    }

    /** How many rows. */
    public int size() {
      return size;
    }

    /** Says which rows are published: from one on, up to and without another. */
    public Columns published(int from, int to) {
      publishedFrom = from;
      publishedTo = to;
      return this;
    }

    /** Gives a column by its definition; what comes from outside must be given before the rest. */
    public Columns put(Metric<?, ?> definition, double[] column) {
      values.put(definition, column);
      return this;
    }

    /** Gives the longs beside a column of whole numbers; null where doubles hold all of them. */
    public Columns putWholes(Metric<?, ?> definition, long[] longs) {
      if (longs != null) {
        wholes.put(definition, longs);
      }
      return this;
    }

    /** The longs beside a column; null where there are none. */
    public long[] wholes(Metric<?, ?> metric) {
      return wholes.get(metric.definition());
    }

    /** The column of a metric; NaN where missing. It may be longer than the series. */
    public double[] get(Metric<?, ?> metric) {
      double[] column = values.get(metric.definition());
      if (column == null) {
        throw new IllegalStateException(metric.name() + " was neither given nor computed");
      }
      return column;
    }

    /** On how many published rows a flag is set. */
    public long countPublished(Flag<?> flag) {
      double[] column = get(flag);
      long count = 0;
      for (int i = publishedFrom; i < publishedTo; i++) {
        count += column[i] == 1 ? 1 : 0;
      }
      return count;
    }
  }

  /** The columns of bars, with their fields given. */
  public static Columns columnsOf(BarColumns bars) {
    Columns columns = new Columns(bars.size());
    for (BarField<?> field : FIELDS) {
      columns.put(field, bars.field(RawBar.place(field.kind())));
    }
    return columns;
  }

  /** Computes everything wanted. Columns that are there already are not computed again. */
  public void run(Columns columns) {
    for (Metric<?, ?> metric : steps.keySet()) {
      if (!columns.values.containsKey(metric)) {
        compute(metric, columns);
      }
    }
  }

  private void compute(Metric<?, ?> metric, Columns columns) {
    WindowKey key = windowOf(metric);
    if (key != null) {
      slide(key, columns);
    } else if (metric instanceof BarField<?> field) {
      columns.put(metric, restate(field, columns));
    } else if (metric instanceof Derived<?> derived) {
      columns.put(metric, derive(derived, columns));
    } else if (metric instanceof SmoothedMetric<?> smoothed) {
      smooth(smoothed.series(), smoothed.smoothing(), columns);
    } else if (metric instanceof Rank<?> rank) {
      columns.put(metric, rankInHindsight(rank, columns));
    } else if (metric instanceof Flag<?> flag) {
      columns.put(metric, judge(flag.rule(), columns));
    } else {
      throw new IllegalStateException("no way to compute " + metric.describe());
    }
  }

  /**
   * A field in a basis of its own. Bars that are asked for raw fields are raw; those that are asked
   * for adjusted ones are adjusted already, and know of no splits, or are raw.
   */
  private static double[] restate(BarField<?> field, Columns columns) {
    double[] own = columns.values.get(new BarField<>(field.kind(), field.type(), null, null));
    if (field.basis() == Basis.RAW) {
      return own;
    }
    double[] factors =
        SplitAdjustment.factors(columns.get(BarMetrics.SPLIT_COEFFICIENT), columns.size);
    double[] restated = new double[columns.size];
    for (int i = 0; i < restated.length; i++) {
      if (factors[i] == 1) {
        restated[i] = own[i];
      } else {
        restated[i] =
            field.kind().isPrice()
                ? SplitAdjustment.price(own[i], factors[i])
                : SplitAdjustment.volume(own[i], factors[i]);
      }
    }
    return restated;
  }

  /** Computes all metrics of one window. */
  private void slide(WindowKey key, Columns columns) {
    double[] series = columns.get(key.series());
    long[] wholes = columns.wholes(key.series());
    List<Metric<?, ?>> metrics = windows.get(key);
    if (wholes == null) {
      slide(key, series, metrics, columns);
    } else {
      slide(key, series, metrics.stream().filter(m -> !(m instanceof Rank<?>)).toList(), columns);
      double[] inOrder = Wholes.ordinals(wholes);
      slide(key, inOrder, metrics.stream().filter(m -> m instanceof Rank<?>).toList(), columns);
    }
    for (Metric<?, ?> metric : metrics) {
      if (metric instanceof RollingMetric<?, ?> rolling
          && rolling.type() == Long.class
          && rolling.statistic() instanceof StandardStatistic<?> statistic) {
        makeExact(rolling, statistic.kind(), columns);
      }
    }
  }

  /** Computes whole numbers once more as longs, where doubles do not hold them. */
  private static void makeExact(
      RollingMetric<?, ?> metric, StandardStatistic.Kind kind, Columns columns) {
    double[] column = columns.get(metric);
    long[] series = columns.wholes(metric.series());
    if (series == null && !Wholes.anyInexact(column, columns.size)) {
      return;
    }
    long[] longs =
        series == null ? Wholes.toLongs(columns.get(metric.series()), columns.size) : series;
    columns.putWholes(metric, Wholes.rolling(kind, metric.window(), longs, column));
  }

  /** Computes metrics of one window in one pass over its series. */
  private static void slide(
      WindowKey key, double[] series, List<Metric<?, ?>> metrics, Columns columns) {
    SlidingWindow window = new SlidingWindow(key.length());
    List<Reader> readers = new ArrayList<>();
    for (Metric<?, ?> metric : metrics) {
      readers.add(reader(metric, window, series, columns));
    }
    Reader[] all = readers.toArray(new Reader[0]);
    for (int i = 0; i < columns.size; i++) {
      if (key.includesCurrent()) {
        window.push(series[i]);
      }
      for (Reader reader : all) {
        reader.read(i);
      }
      if (!key.includesCurrent()) {
        window.push(series[i]);
      }
    }
  }

  /** Reads one metric off a window, row by row. */
  private abstract static class Reader {

    private final SlidingWindow window;
    private final int required;
    private final double[] column;

    Reader(SlidingWindow window, int required, double[] column) {
      this.window = window;
      this.required = required;
      this.column = column;
    }

    final void read(int row) {
      column[row] = window.valid() >= required ? Limits.computed(value(row)) : Double.NaN;
    }

    abstract double value(int row);
  }

  private static Reader reader(
      Metric<?, ?> metric, SlidingWindow window, double[] series, Columns columns) {
    double[] column = new double[columns.size];
    columns.put(metric, column);
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return rollingReader(rolling, window, column);
    }
    if (metric instanceof Score<?> score) {
      return scoreReader(score, window, series, column);
    }
    return rankReader((Rank<?>) metric, window, series, column);
  }

  private static Reader rollingReader(
      RollingMetric<?, ?> metric, SlidingWindow window, double[] column) {
    DoubleSupplier result = metric.statistic().attach(window, metric.window().length());
    boolean whole = metric.type() == Long.class;
    return new Reader(window, metric.window().required(), column) {
      @Override
      double value(int row) {
        double value = result.getAsDouble();
        return whole ? Wholes.rounded(value) : value;
      }
    };
  }

  private static Reader scoreReader(
      Score<?> score, SlidingWindow window, double[] series, double[] column) {
    int required = score.window().required();
    return switch (score.kind()) {
      case Z -> {
        Moments moments = window.moments();
        yield new Reader(window, required, column) {
          @Override
          double value(int row) {
            return Scores.zScore(series[row], moments.mean(), moments.standardDeviation());
          }
        };
      }
      case RATIO_TO_MEAN -> {
        Moments moments = window.moments();
        yield new Reader(window, required, column) {
          @Override
          double value(int row) {
            double mean = moments.mean();
            return mean == 0 ? Double.NaN : series[row] / mean;
          }
        };
      }
      case MODIFIED_Z -> {
        OrderStatistics order = window.order();
        yield new Reader(window, required, column) {
          @Override
          double value(int row) {
            double x = series[row];
            return Double.isNaN(x) ? Double.NaN : Scores.modifiedZScore(x, order);
          }
        };
      }
      case PERCENTILE_RANK -> {
        OrderStatistics order = window.order();
        double self = score.window().includesCurrent() ? 1 : 0;
        yield new Reader(window, required, column) {
          @Override
          double value(int row) {
            double x = series[row];
            return Double.isNaN(x)
                ? Double.NaN
                : (order.countBelow(x) + (order.countEqualTo(x) + self) / 2) / order.count();
          }
        };
      }
    };
  }

  private static Reader rankReader(
      Rank<?> rank, SlidingWindow window, double[] series, double[] column) {
    OrderStatistics order = window.order();
    boolean descending = rank.ordering().descending();
    return new Reader(window, rank.window().required(), column) {
      @Override
      double value(int row) {
        double x = series[row];
        if (Double.isNaN(x)) {
          return Double.NaN;
        }
        int below = order.countBelow(x);
        int equal = order.countEqualTo(x);
        int before = descending ? order.count() - below - equal : below;
        return switch (rank.ties()) {
          case COMPETITION -> before + 1;
          case ORDINAL -> before + equal;
          case DENSE -> distinctBefore(row) + 1;
        };
      }

      private int distinctBefore(int row) {
        double[] before =
            Arrays.stream(series, Math.max(0, row + 1 - rank.window().length()), row + 1)
                .filter(value -> descending ? value > series[row] : value < series[row])
                .distinct()
                .toArray();
        return before.length;
      }
    };
  }

  private static double[] derive(Derived<?> derived, Columns columns) {
    List<double[]> operands = new ArrayList<>();
    for (NumericMetric<?, ?> operand : derived.operands()) {
      operands.add(columns.get(operand));
    }
    double[] column = new double[columns.size];
    for (int i = 0; i < column.length; i++) {
      column[i] =
          switch (derived.operation()) {
            case LOG -> {
              double x = operands.get(0)[i];
              yield x > 0 ? Math.log(x) : Double.NaN;
            }
            case PRODUCT -> Limits.product(operands.get(0)[i] * operands.get(1)[i]);
          };
    }
    return column;
  }

  /** Computes all that can be read off one smoothed baseline. */
  private void smooth(NumericMetric<?, ?> input, Smoothing smoothing, Columns columns) {
    Ewma ewma = new Ewma(smoothing.lambda(), smoothing.warmUp());
    double[] series = columns.get(input);
    Map<SmoothedMetric.Kind, double[]> results = new HashMap<>();
    for (Metric<?, ?> metric : steps.keySet()) {
      if (metric instanceof SmoothedMetric<?> smoothed
          && smoothed.smoothing().equals(smoothing)
          && smoothed.series().equals(input)) {
        double[] column = new double[columns.size];
        results.put(smoothed.kind(), column);
        columns.put(metric, column);
      }
    }
    for (int i = 0; i < columns.size; i++) {
      for (Map.Entry<SmoothedMetric.Kind, double[]> result : results.entrySet()) {
        result.getValue()[i] =
            Limits.computed(
                switch (result.getKey()) {
                  case MEAN -> ewma.ready() ? ewma.mean() : Double.NaN;
                  case DEVIATION -> ewma.ready() ? ewma.deviation() : Double.NaN;
                  case SCORE -> ewma.score(series[i]);
                });
      }
      ewma.push(series[i]);
    }
  }

  private static double[] rankInHindsight(Rank<?> rank, Columns columns) {
    Ordering<?> ordering = rank.ordering();
    long[] wholes = columns.wholes(ordering.series());
    double[] series = wholes == null ? columns.get(ordering.series()) : Wholes.ordinals(wholes);
    double[] published = Arrays.copyOfRange(series, columns.publishedFrom, columns.publishedTo);
    int[] ranks = Ranking.rank(published, ordering.descending(), rank.ties());
    double[] column = new double[columns.size];
    Arrays.fill(column, Double.NaN);
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] > 0) {
        column[columns.publishedFrom + i] = ranks[i];
      }
    }
    return column;
  }

  private static double[] judge(AnomalyRule<?> rule, Columns columns) {
    double[][] inputs = rule.inputs().stream().map(columns::get).toArray(double[][]::new);
    double[] values = new double[inputs.length];
    double[] column = new double[columns.size];
    for (int i = 0; i < column.length; i++) {
      Verdict verdict = verdict(rule, inputs, values, i);
      column[i] = verdict == null ? Double.NaN : verdict.fires() ? 1 : 0;
    }
    return column;
  }

  /** What a rule says of one row; null where it cannot judge. */
  public static Verdict verdict(AnomalyRule<?> rule, Columns columns, int row) {
    double[][] inputs = rule.inputs().stream().map(columns::get).toArray(double[][]::new);
    return verdict(rule, inputs, new double[inputs.length], row);
  }

  private static Verdict verdict(AnomalyRule<?> rule, double[][] inputs, double[] values, int row) {
    for (int k = 0; k < inputs.length; k++) {
      values[k] = inputs[k][row];
      if (Double.isNaN(values[k])) {
        return null;
      }
    }
    Verdict verdict = rule.judge(values);
    boolean isFinite = Double.isFinite(verdict.score()) && Double.isFinite(verdict.threshold());
    return verdict.fires() && !isFinite ? null : verdict;
  }

  /** The statistic of all published rows of a series: Double or Long, null where missing. */
  public static Object summarize(SeriesSummary<?, ?> summary, Columns columns) {
    NumericMetric<?, ?> input = summary.series();
    int from = columns.publishedFrom;
    int to = columns.publishedTo;
    double[] published = Arrays.copyOfRange(columns.get(input), from, to);
    if (published.length == 0) {
      return null;
    }
    SlidingWindow window = new SlidingWindow(published.length);
    DoubleSupplier result = summary.statistic().attach(window, published.length);
    window.fill(published);
    double value = window.valid() == 0 ? Double.NaN : Limits.computed(result.getAsDouble());
    if (Double.isNaN(value) || summary.type() != Long.class) {
      return Double.isNaN(value) ? null : (Object) value;
    }
    long[] wholes = columns.wholes(input);
    if ((wholes != null || Wholes.isInexact(value))
        && summary.statistic() instanceof StandardStatistic<?> statistic) {
      return wholes == null
          ? exactly(statistic.kind(), Wholes.toLongs(published, published.length), 0, to - from)
          : exactly(statistic.kind(), wholes, from, to);
    }
    return Wholes.toObject(Wholes.toLong(Wholes.rounded(value)));
  }

  private static Long exactly(StandardStatistic.Kind kind, long[] longs, int from, int to) {
    return Wholes.toObject(Wholes.statistic(kind, longs, from, to));
  }
}
