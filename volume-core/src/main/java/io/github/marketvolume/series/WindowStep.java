package io.github.marketvolume.series;

import io.github.marketvolume.kernel.Limits;
import io.github.marketvolume.kernel.OrderStatistics;
import io.github.marketvolume.kernel.Ranking;
import io.github.marketvolume.kernel.SlidingWindow;
import io.github.marketvolume.kernel.WholeWindow;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Rank;
import io.github.marketvolume.metric.RollingMetric;
import io.github.marketvolume.metric.RollingWindow;
import io.github.marketvolume.metric.Score;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.StandardUnit;
import io.github.marketvolume.metric.WindowUnit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** Everything that is read off one series over one window: statistics, scores, trailing ranks. */
final class WindowStep extends Step {

  /** One series and one window. */
  private record Recipe(Metric<?, ?> series, int length, WindowUnit unit, boolean includesCurrent)
      implements StepRecipe {

    Recipe(Metric<?, ?> series, RollingWindow window) {
      this(series.definition(), window.length(), window.unit(), window.includesCurrent());
    }

    @Override
    public Step start(List<Metric<?, ?>> metrics) {
      return new WindowStep(this, metrics);
    }
  }

  static StepRecipe recipe(Metric<?, ?> metric) {
    if (metric instanceof RollingMetric<?, ?> rolling) {
      return new Recipe(rolling.series(), rolling.window());
    }
    if (metric instanceof Score<?> score) {
      return new Recipe(score.series(), score.window());
    }
    Rank<?> rank = (Rank<?>) metric;
    return new Recipe(rank.ordering().series(), rank.window());
  }

  private final Recipe recipe;
  private final SlidingWindow window;
  private final Reader[] readers;

  /** The rows once more, as longs; null until there is one that no double holds. */
  private WholeWindow wholes;

  /** The time of the row that was pushed last; there is none before the first. */
  private int lastKey;

  private boolean hasLastKey;

  private WindowStep(Recipe recipe, List<Metric<?, ?>> metrics) {
    this.recipe = recipe;
    this.window = new SlidingWindow(recipe.length());
    List<Reader> all = new ArrayList<>();
    for (Metric<?, ?> metric : metrics) {
      if (metric instanceof RollingMetric<?, ?> rolling) {
        all.add(rolling.type() == Long.class ? new Whole(rolling) : new Decimal(rolling));
      } else if (metric instanceof Score<?> score) {
        all.add(new Scored(score));
      } else {
        all.add(new Ranked((Rank<?>) metric));
      }
    }
    this.readers = all.toArray(new Reader[0]);
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    SeriesColumns.Values series = columns.values(recipe.series());
    for (Reader reader : readers) {
      reader.begin(columns, series);
    }
    if (series.wholes != null && wholes == null) {
      wholes = wholes();
    }
    double[] numbers = series.numbers;
    boolean includesCurrent = recipe.includesCurrent();
    boolean isOfRows = recipe.unit() == StandardUnit.BARS;
    for (int i = from; i < to; i++) {
      if (!isOfRows) {
        skipTo(columns.key(i));
      }
      if (includesCurrent) {
        push(series, numbers, i);
      }
      for (Reader reader : readers) {
        reader.read(i);
      }
      if (!includesCurrent) {
        push(series, numbers, i);
      }
    }
  }

  /** Appends the places without a row that lie before a row's own. */
  private void skipTo(int key) {
    int places = hasLastKey ? recipe.unit().placesAfter(lastKey, key) : 1;
    for (int i = Math.min(places - 1, recipe.length()); i > 0; i--) {
      window.push(Double.NaN);
      if (wholes != null) {
        wholes.push(WholeWindow.MISSING);
      }
    }
    lastKey = key;
    hasLastKey = true;
  }

  private void push(SeriesColumns.Values series, double[] numbers, int row) {
    window.push(numbers[row]);
    if (wholes != null) {
      wholes.push(series.wholes == null ? Wholes.toLong(numbers[row]) : series.wholes[row]);
    }
  }

  /** The rows as longs; those of which there is no long beside are held by doubles. */
  private WholeWindow wholes() {
    WholeWindow longs = new WholeWindow(recipe.length());
    for (double row : window.rows()) {
      longs.push(Wholes.toLong(row));
    }
    return longs;
  }

  @Override
  void write(DataOutput out) throws IOException {
    window.write(out);
    out.writeBoolean(hasLastKey);
    out.writeInt(lastKey);
    out.writeBoolean(wholes != null);
    if (wholes != null) {
      wholes.write(out);
    }
  }

  @Override
  void read(DataInput in) throws IOException {
    window.read(in);
    hasLastKey = in.readBoolean();
    lastKey = in.readInt();
    if (in.readBoolean()) {
      wholes = new WholeWindow(recipe.length());
      wholes.read(in);
    }
  }

  /** Reads one metric off the window, row by row. */
  private abstract class Reader {

    private final Metric<?, ?> metric;
    private final int required;
    double[] series;
    SeriesColumns.Values column;

    Reader(Metric<?, ?> metric, RollingWindow shape) {
      this.metric = metric;
      this.required = shape.required();
    }

    final void begin(SeriesColumns columns, SeriesColumns.Values values) {
      series = values.numbers;
      column = columns.output(metric);
    }

    final void read(int row) {
      column.numbers[row] = window.valid() >= required ? Limits.computed(value(row)) : Double.NaN;
      if (column.wholes != null) {
        column.wholes[row] = exact(row);
      }
    }

    abstract double value(int row);

    /** The whole number itself; only of a column that has longs beside it. */
    long exact(int row) {
      return Wholes.toLong(column.numbers[row]);
    }
  }

  /** A statistic. */
  private final class Decimal extends Reader {

    private final DoubleSupplier result;

    Decimal(RollingMetric<?, ?> metric) {
      super(metric, metric.window());
      result = metric.statistic().attach(window, recipe.length());
    }

    @Override
    double value(int row) {
      return result.getAsDouble();
    }
  }

  /** A statistic that is a whole number. */
  private final class Whole extends Reader {

    private final DoubleSupplier result;
    private final StandardStatistic.Kind kind;

    Whole(RollingMetric<?, ?> metric) {
      super(metric, metric.window());
      result = metric.statistic().attach(window, recipe.length());
      kind =
          Wholes.mayBeInexact(metric.statistic())
              ? ((StandardStatistic<?>) metric.statistic()).kind()
              : null;
    }

    @Override
    double value(int row) {
      double value = Wholes.rounded(result.getAsDouble());
      if (kind != null && (wholes != null || Wholes.isInexact(value))) {
        long exact = Wholes.statistic(kind, wholes == null ? wholes() : wholes);
        column.setWhole(row, exact);
        return column.numbers[row];
      }
      return value;
    }

    @Override
    long exact(int row) {
      return Double.isNaN(column.numbers[row]) || !Wholes.isInexact(column.numbers[row])
          ? Wholes.toLong(column.numbers[row])
          : column.wholes[row];
    }
  }

  /** A score. */
  private final class Scored extends Reader {

    private final DoubleUnaryOperator formula;

    Scored(Score<?> score) {
      super(score, score.window());
      formula = score.formula().attach(window, recipe.includesCurrent());
    }

    @Override
    double value(int row) {
      double x = series[row];
      return Double.isNaN(x) ? Double.NaN : formula.applyAsDouble(x);
    }
  }

  /** A rank in a window that ends with the row. */
  private final class Ranked extends Reader {

    private final OrderStatistics order = window.order();
    private final boolean descending;
    private final Ranking.Ties ties;

    Ranked(Rank<?> rank) {
      super(rank, rank.window());
      descending = rank.ordering().descending();
      ties = rank.ties();
    }

    @Override
    double value(int row) {
      if (wholes == null) {
        return Ranking.rank(series[row], order, descending, ties);
      }
      double place = wholes.place(wholes.newest());
      return Ranking.rank(place, wholes.order(), descending, ties);
    }
  }
}
