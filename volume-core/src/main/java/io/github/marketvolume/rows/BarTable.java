package io.github.marketvolume.rows;

import io.github.marketvolume.group.GroupTable;
import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.DayKindOf;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.FlaggedEpisode;
import io.github.marketvolume.metric.LevelOf;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Verdict;
import io.github.marketvolume.metric.Volumes;
import io.github.marketvolume.series.FlagStep;
import io.github.marketvolume.series.SeriesColumns;
import io.github.marketvolume.series.TickerResult;
import io.github.marketvolume.series.Wholes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lays a ticker's results out as rows of a stage: by column, for files, and as values, for users.
 *
 * @param scanned what the results' columns are
 * @param volumes what the volumes of the bars are
 * @param fields the fields of the bars that are columns
 * @param marksUnfinished whether a column says which bars are those of an unfinished period
 * @param metrics what the stage measures
 * @param flags what it flags
 * @param groups the groups of the tickers, which are a column; null where there are none
 */
record BarTable(
    List<Metric<?, ?>> scanned,
    Volumes volumes,
    List<BarColumn> fields,
    boolean marksUnfinished,
    List<Metric<Bar, ?>> metrics,
    List<Flag<Bar>> flags,
    @Nullable GroupTable groups)
    implements Serializable {

  /** The rows of a stage that keeps every bar. */
  ColumnBatch rows(TickerResult result) {
    Columns columns = new Columns(result);
    columns.addKeyAndFields();
    columns.addMetrics();
    columns.addFlags();
    return columns.toBatch(result.from(), result.to());
  }

  /** The rows of a stage that keeps those for which a condition holds. */
  ColumnBatch rowsWhere(Condition<?> condition, TickerResult result) {
    Columns columns = new Columns(result);
    columns.addKeyAndFields();
    columns.addMetrics();
    columns.addFlags();
    int[] kept = kept(condition, result);
    columns.select(kept);
    return columns.toBatch(0, kept.length);
  }

  private int[] kept(Condition<?> condition, TickerResult result) {
    SeriesColumns series = result.columns(scanned);
    return IntStream.range(result.from(), result.to())
        .filter(row -> series.holds(condition, result.ticker(), row))
        .toArray();
  }

  /**
   * The rows of the stage's anomalies.
   *
   * @param condition which of them there are; null for all
   */
  ColumnBatch anomalies(@Nullable Condition<?> condition, TickerResult result) {
    List<Anomalous> anomalous = anomalous(condition, result);
    int size = anomalous.size();
    int[] rows = anomalous.stream().mapToInt(Anomalous::row).toArray();
    Object[] names = new Object[size];
    Object[] rules = new Object[size];
    double[] scores = new double[size];
    double[] thresholds = new double[size];
    double[] severities = new double[size];
    for (int i = 0; i < size; i++) {
      Anomalous anomaly = anomalous.get(i);
      names[i] = anomaly.flag().name();
      rules[i] = anomaly.flag().describe();
      scores[i] = anomaly.verdict().score();
      thresholds[i] = anomaly.verdict().threshold();
      severities[i] = finite(anomaly.verdict().severity());
    }
    Columns columns = new Columns(result);
    columns.addKeyAndFields();
    columns.addMetrics();
    columns.select(rows);
    columns.add(ColumnType.TEXT, names);
    columns.add(ColumnType.TEXT, rules);
    columns.add(ColumnType.DOUBLE, scores);
    columns.add(ColumnType.DOUBLE, thresholds);
    columns.add(ColumnType.DOUBLE, severities);
    return columns.toBatch(0, size);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** A flag that is set on a row, and why. */
  private record Anomalous(int row, Flag<Bar> flag, Verdict verdict) {}

  private List<Anomalous> anomalous(@Nullable Condition<?> condition, TickerResult result) {
    SeriesColumns series = result.columns(scanned);
    double[][] columns = flags.stream().map(series::get).toArray(double[][]::new);
    List<Anomalous> anomalous = new ArrayList<>();
    int[] rows =
        condition == null
            ? IntStream.range(result.from(), result.to()).toArray()
            : kept(condition, result);
    for (int i : rows) {
      for (int f = 0; f < columns.length; f++) {
        if (columns[f][i] == 1) {
          Flag<Bar> flag = flags.get(f);
          anomalous.add(new Anomalous(i, flag, FlagStep.verdict(flag.rule(), series, i)));
        }
      }
    }
    return anomalous;
  }

  /** The rows of the stage's episodes. */
  ColumnBatch episodes(TickerResult result, EpisodeRows episodes) {
    List<EpisodeRows.Rows> found = found(result, episodes);
    int[] days = result.bars().epochDays();
    int[] peaks = found.stream().mapToInt(EpisodeRows.Rows::peak).toArray();
    Columns columns = new Columns(result);
    columns.add(ColumnType.TEXT, result.ticker());
    Columns groupsOfPeaks = new Columns(result);
    groupsOfPeaks.addGroups();
    groupsOfPeaks.select(peaks);
    columns.addAll(groupsOfPeaks);
    columns.add(ColumnType.DATE, found.stream().mapToInt(e -> days[e.first()]).toArray());
    columns.add(ColumnType.DATE, found.stream().mapToInt(e -> days[e.last()]).toArray());
    columns.add(ColumnType.LONG, found.stream().<Object>map(EpisodeRows.Rows::sessions).toArray());
    columns.add(ColumnType.LONG, found.stream().<Object>map(e -> (long) e.flagged()).toArray());
    columns.add(ColumnType.BOOLEAN, found.stream().<Object>map(EpisodeRows.Rows::isOpen).toArray());
    columns.add(ColumnType.DOUBLE, found.stream().mapToDouble(EpisodeRows.Rows::score).toArray());
    Columns ofPeaks = new Columns(result);
    ofPeaks.add(ColumnType.DATE, days);
    ofPeaks.addFields();
    ofPeaks.addMetrics();
    ofPeaks.select(peaks);
    columns.addAll(ofPeaks);
    return columns.toBatch(0, peaks.length);
  }

  /** The episodes, as values. */
  List<FlaggedEpisode<Bar>> episodeValues(TickerResult result, EpisodeRows episodes) {
    IntFunction<MeasuredRow<Bar>> measured = measuredOf(result);
    return found(result, episodes).stream()
        .map(e -> e.toValue(result.bars().epochDays(), measured.apply(e.peak())))
        .toList();
  }

  private List<EpisodeRows.Rows> found(TickerResult result, EpisodeRows episodes) {
    return episodes.of(
        result.columns(scanned), result.bars().epochDays(), result.from(), result.to());
  }

  /** The bars themselves, as values. */
  List<Bar> bars(TickerResult result) {
    List<Bar> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      rows.add(bar(result, i));
    }
    return rows;
  }

  private Bar bar(TickerResult result, int row) {
    Bar bar = result.bars().toBar(result.ticker(), row);
    if (groups == null) {
      return bar;
    }
    String group = groups.nameOn(result.ticker(), result.bars().epochDay(row));
    return group == null ? bar : Bar.builder().from(bar).group(group).build();
  }

  /** The measured bars, as values. */
  List<MeasuredRow<Bar>> measured(TickerResult result) {
    IntFunction<MeasuredRow<Bar>> measured = measuredOf(result);
    List<MeasuredRow<Bar>> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      rows.add(measured.apply(i));
    }
    return rows;
  }

  /** The measured bars for which a condition holds, as values. */
  List<MeasuredRow<Bar>> measuredWhere(Condition<?> condition, TickerResult result) {
    IntFunction<MeasuredRow<Bar>> measured = measuredOf(result);
    return Arrays.stream(kept(condition, result)).mapToObj(measured).toList();
  }

  /** The measured bar of a row. */
  private IntFunction<MeasuredRow<Bar>> measuredOf(TickerResult result) {
    Columns columns = new Columns(result);
    columns.addMetrics();
    columns.addFlags();
    ColumnBatch batch = columns.toBatch(result.from(), result.to());
    List<Metric<?, ?>> all = new ArrayList<>(metrics);
    all.addAll(flags);
    MeasuredRow.Shape shape = new MeasuredRow.Shape(all);
    return row -> {
      Object[] values = new Object[batch.width()];
      for (int k = 0; k < values.length; k++) {
        values[k] = batch.cell(k, row);
      }
      return new MeasuredRow<>(bar(result, row), shape, values);
    };
  }

  /** The anomalies, as values. */
  List<Anomaly<Bar>> anomalyValues(@Nullable Condition<?> condition, TickerResult result) {
    List<Anomalous> anomalous = anomalous(condition, result);
    if (anomalous.isEmpty()) {
      return List.of(); // as of most single days
    }
    IntFunction<MeasuredRow<Bar>> measured = measuredOf(result);
    List<Anomaly<Bar>> rows = new ArrayList<>();
    for (Anomalous anomaly : anomalous) {
      Verdict verdict = anomaly.verdict();
      rows.add(
          new Anomaly<>(
              measured.apply(anomaly.row()), anomaly.flag(), verdict.score(), verdict.threshold()));
    }
    return rows;
  }

  /** The columns of one ticker, being put together. */
  private final class Columns {

    private final TickerResult result;
    private final List<ColumnType> types = new ArrayList<>();
    private final List<Object> columns = new ArrayList<>();

    Columns(TickerResult result) {
      this.result = result;
    }

    void add(ColumnType type, Object column) {
      types.add(type);
      columns.add(column);
    }

    void addKeyAndFields() {
      add(ColumnType.DATE, result.bars().epochDays());
      add(ColumnType.TEXT, result.ticker());
      addGroups();
      addFields();
    }

    void addGroups() {
      if (groups != null) {
        int[] days = result.bars().epochDays();
        add(
            ColumnType.TEXT,
            Arrays.stream(groups.on(result.ticker(), days, 0, result.bars().size()))
                .mapToObj(groups::name)
                .toArray());
      }
    }

    void addFields() {
      for (BarColumn field : fields) {
        boolean isFractional = field == BarColumn.VOLUME && volumes != Volumes.WHOLE;
        add(
            isFractional ? ColumnType.DOUBLE : ColumnType.of(field.type()),
            result.bars().field(RawBar.place(field)));
      }
      if (marksUnfinished) {
        BarColumns bars = result.bars();
        add(
            ColumnType.BOOLEAN,
            IntStream.range(0, bars.size()).mapToObj(bars::isUnfinished).toArray());
      }
    }

    void addAll(Columns others) {
      types.addAll(others.types);
      columns.addAll(others.columns);
    }

    void addMetrics() {
      metrics.forEach(this::addValues);
    }

    void addFlags() {
      flags.forEach(this::addValues);
    }

    private void addValues(Metric<?, ?> metric) {
      add(ColumnType.of(volumes.typeOf(metric)), valuesOf(metric));
    }

    private Object valuesOf(Metric<?, ?> metric) {
      if (metric instanceof BarField<?> field && field.isOfBarItself()) {
        return result.bars().field(RawBar.place(field.column()));
      }
      if (metric instanceof DayKindOf<?> kind) {
        BarColumns bars = result.bars();
        return IntStream.range(0, bars.size())
            .mapToObj(row -> kind.on(bars.epochDay(row)).orElse(null))
            .toArray();
      }
      if (metric instanceof LevelOf<?> level) {
        SeriesColumns series = result.columns(scanned);
        return IntStream.range(0, result.bars().size())
            .mapToObj(row -> FlagStep.level(level, series, row).orElse(null))
            .toArray();
      }
      int place = scanned.indexOf(metric.definition());
      long[] wholes = result.wholes()[place];
      return wholes == null ? result.values()[place] : Wholes.toObjects(wholes);
    }

    /** Keeps these rows of the columns so far. */
    void select(int[] rows) {
      columns.replaceAll(column -> select(column, rows));
    }

    private static Object select(Object column, int[] rows) {
      if (column instanceof int[] days) {
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
          selected[i] = days[rows[i]];
        }
        return selected;
      }
      if (column instanceof double[] numbers) {
        double[] selected = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
          selected[i] = numbers[rows[i]];
        }
        return selected;
      }
      if (column instanceof Object[] objects) {
        Object[] selected = new Object[rows.length];
        for (int i = 0; i < rows.length; i++) {
          selected[i] = objects[rows[i]];
        }
        return selected;
      }
      return column;
    }

    ColumnBatch toBatch(int from, int to) {
      return new ColumnBatch(List.copyOf(types), columns.toArray(), from, to);
    }
  }
}
