package io.github.marketvolume.series;

import io.github.marketvolume.error.ExtensionException;
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
import io.github.marketvolume.metric.StandardScore;
import io.github.marketvolume.metric.StandardStatistic;
import io.github.marketvolume.metric.StandardUnit;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.metric.WindowUnit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that is read off one series over one window: statistics, scores, trailing ranks. */
final class WindowStep extends Step {

  /** One series and one window. */
  private record Recipe(Metric<?, ?> series, int length, WindowUnit unit, boolean includesCurrent)
      implements StepRecipe {

    Recipe(Metric<?, ?> series, RollingWindow window) {
      this(series.definition(), window.length(), window.unit(), window.includesCurrent());
    }

    @Override
    public Step start(List<Metric<?, ?>> metrics, Volumes volumes) {
      return new WindowStep(this, metrics, volumes);
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
    return new Recipe(rank.ordering().series(), windowOf(rank));
  }

  private static RollingWindow windowOf(Rank<?> rank) {
    return ((Rank.Trailing) rank.among()).window();
  }

  private final Recipe recipe;
  private final List<Metric<?, ?>> metrics;
  private final Volumes volumes;

  /** The windows that are kept side by side; null as long as no row had one of them. */
  private final @Nullable Track[] tracks;

  /** The row that is being computed, for the message of a failure. */
  private int row;

  private WindowStep(Recipe recipe, List<Metric<?, ?>> metrics, Volumes volumes) {
    this.recipe = recipe;
    this.metrics = metrics;
    this.volumes = volumes;
    this.tracks = new Track[recipe.unit().tracks()];
  }

  @Override
  void advance(SeriesColumns columns, int from, int to) {
    for (Track track : tracks) {
      if (track != null) {
        track.begin(columns);
      }
    }
    row = from;
    try {
      if (recipe.unit() == StandardUnit.BARS) {
        track(0, columns).advance(from, to);
      } else {
        advanceByPlaces(columns, from, to);
      }
    } catch (RuntimeException e) {
      throw failure(columns.key(row), e);
    }
  }

  /** What a failure on a day is: one of a user's statistic or score, if one is read here. */
  private RuntimeException failure(int key, RuntimeException e) {
    String own = metrics.stream().flatMap(WindowStep::own).collect(Collectors.joining(" or "));
    return own.isEmpty() ? e : new ExtensionException(own, LocalDate.ofEpochDay(key).toString(), e);
  }

  private static Stream<String> own(Metric<?, ?> metric) {
    if (metric instanceof RollingMetric<?, ?> rolling
        && !(rolling.statistic() instanceof StandardStatistic)) {
      return Stream.of("statistic " + rolling.statistic().name());
    }
    return metric instanceof Score<?> score && !(score.formula() instanceof StandardScore)
        ? Stream.of("score " + score.formula().name())
        : Stream.empty();
  }

  private void advanceByPlaces(SeriesColumns columns, int from, int to) {
    WindowUnit unit = recipe.unit();
    boolean includesCurrent = recipe.includesCurrent();
    List<SeriesColumns.Values> outputs = metrics.stream().map(columns::output).toList();
    for (int i = from; i < to; i++) {
      row = i;
      int key = columns.key(i);
      int place = unit.track(key);
      if (place < 0) {
        for (SeriesColumns.Values output : outputs) {
          output.setMissing(i);
        }
        continue;
      }
      Track track = track(place, columns);
      boolean takesPlace = unit.takesPlace(key);
      track.skipTo(key, takesPlace);
      if (includesCurrent && takesPlace) {
        track.push(i);
      }
      track.read(i, takesPlace || !includesCurrent);
      if (!includesCurrent && takesPlace) {
        track.push(i);
      }
    }
  }

  private Track track(int place, SeriesColumns columns) {
    Track track = tracks[place];
    if (track == null) {
      track = new Track();
      track.begin(columns);
      tracks[place] = track;
    }
    return track;
  }

  @Override
  void write(DataOutput out) throws IOException {
    for (Track track : tracks) {
      out.writeBoolean(track != null);
      if (track != null) {
        track.write(out);
      }
    }
  }

  @Override
  void read(DataInput in) throws IOException {
    for (int i = 0; i < tracks.length; i++) {
      if (in.readBoolean()) {
        Track track = new Track();
        track.read(in);
        tracks[i] = track;
      }
    }
  }

  /** One window, and what is read off it. */
  private final class Track {

    private final SlidingWindow window = new SlidingWindow(recipe.length());
    private final Reader[] readers;
    private SeriesColumns.Values series = SeriesColumns.Values.NONE;

    /** The rows once more, as longs; null until there is one that no double holds. */
    private @Nullable WholeWindow wholes;

    /** The time of the row that was last in this window; there is none before the first. */
    private int lastKey;

    private boolean hasLastKey;

    Track() {
      List<Reader> all = new ArrayList<>();
      for (Metric<?, ?> metric : metrics) {
        if (metric instanceof RollingMetric<?, ?> rolling) {
          all.add(
              volumes.typeOf(rolling) == Long.class ? new Whole(rolling) : new Decimal(rolling));
        } else if (metric instanceof Score<?> score) {
          all.add(new Scored(score));
        } else {
          all.add(new Ranked((Rank<?>) metric));
        }
      }
      readers = all.toArray(new Reader[0]);
    }

    void begin(SeriesColumns columns) {
      series = columns.values(recipe.series());
      for (Reader reader : readers) {
        reader.begin(columns, series);
      }
      if (series.wholes != null && wholes == null) {
        wholes = wholes();
      }
    }

    /** Goes through rows of which each takes the next place. */
    void advance(int from, int to) {
      boolean includesCurrent = recipe.includesCurrent();
      Reader[] all = readers;
      double[] numbers = series.numbers;
      for (int i = from; i < to; i++) {
        row = i;
        if (includesCurrent) {
          push(numbers, i);
        }
        for (Reader reader : all) {
          reader.read(i);
        }
        if (!includesCurrent) {
          push(numbers, i);
        }
      }
    }

    /** Reads every metric; as missing where the row has no place in the window that it should. */
    void read(int row, boolean isInPlace) {
      for (Reader reader : readers) {
        if (isInPlace) {
          reader.read(row);
        } else {
          reader.column.setMissing(row);
        }
      }
    }

    /** Appends the places without a row that lie before a row's own, or up to it if it has none. */
    void skipTo(int key, boolean takesPlace) {
      int places = hasLastKey ? recipe.unit().placesAfter(lastKey, key) : takesPlace ? 1 : 0;
      for (int i = Math.min(places - (takesPlace ? 1 : 0), recipe.length()); i > 0; i--) {
        window.push(Double.NaN);
        if (wholes != null) {
          wholes.push(WholeWindow.MISSING);
        }
      }
      lastKey = key;
      hasLastKey = true;
    }

    void push(int row) {
      push(series.numbers, row);
    }

    private void push(double[] numbers, int row) {
      window.push(numbers[row]);
      if (wholes != null) {
        long[] longs = series.wholes;
        wholes.push(longs == null ? Wholes.toLong(numbers[row]) : longs[row]);
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

    void write(DataOutput out) throws IOException {
      window.write(out);
      out.writeBoolean(hasLastKey);
      out.writeInt(lastKey);
      out.writeBoolean(wholes != null);
      if (wholes != null) {
        wholes.write(out);
      }
    }

    void read(DataInput in) throws IOException {
      window.read(in);
      hasLastKey = in.readBoolean();
      lastKey = in.readInt();
      if (in.readBoolean()) {
        WholeWindow read = new WholeWindow(recipe.length());
        read.read(in);
        wholes = read;
      }
    }

    /** Reads one metric off the window, row by row. */
    private abstract class Reader {

      private final Metric<?, ?> metric;
      private final int required;
      double[] series = SeriesColumns.Values.NONE.numbers;
      SeriesColumns.Values column = SeriesColumns.Values.NONE;

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

      /** Which one, if it may be one that no double holds; else null. */
      private final StandardStatistic.@Nullable Kind kind;

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
        long[] longs = column.wholes;
        return longs == null || !Wholes.isInexact(column.numbers[row])
            ? Wholes.toLong(column.numbers[row])
            : longs[row];
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
        super(rank, windowOf(rank));
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
}
