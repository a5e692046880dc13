package io.github.marketvolume.spark;

import io.github.marketvolume.engine.MeasuredRow;
import io.github.marketvolume.engine.RawBar;
import io.github.marketvolume.engine.SeriesProgram;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.metric.Anomaly;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import io.github.marketvolume.metric.Verdict;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Lays a ticker's results out as rows of a stage, both as Spark has them and as users do.
 *
 * @param scanned what the results' columns are
 * @param metrics what the stage measures
 * @param flags what it flags
 */
record BarRows(List<Metric<?, ?>> scanned, List<Metric<Bar, ?>> metrics, List<Flag<Bar>> flags)
    implements Serializable {

  private static final int KEY_COLUMNS = 2;

  /** The rows of a stage that keeps every bar, in the order of its schema. */
  Iterator<Row> rows(TickerResult result) {
    Columns columns = new Columns(result);
    return new Iterator<>() {
      private int next = result.from();

      @Override
      public boolean hasNext() {
        return next < result.to();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no more bars");
        }
        return RowFactory.create(columns.cells(next++, 0));
      }
    };
  }

  /** The rows of the stage's anomalies, in the order of its schema. */
  Iterator<Row> anomalies(TickerResult result) {
    Columns columns = new Columns(result);
    SeriesProgram.Columns series = result.columns(scanned);
    List<Row> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      for (int f = 0; f < flags.size(); f++) {
        if (columns.isSet(f, i)) {
          Flag<Bar> flag = flags.get(f);
          Verdict verdict = SeriesProgram.verdict(flag.rule(), series, i);
          double severity = verdict.severity();
          Object[] cells = columns.measured(i, 5);
          int place = cells.length - 5;
          cells[place++] = flag.name();
          cells[place++] = flag.describe();
          cells[place++] = verdict.score();
          cells[place++] = verdict.threshold();
          cells[place] = Double.isFinite(severity) ? severity : null;
          rows.add(RowFactory.create(cells));
        }
      }
    }
    return rows.iterator();
  }

  /** The bars themselves, as values. */
  List<Bar> bars(TickerResult result) {
    List<Bar> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      rows.add(result.bars().toBar(result.ticker(), i));
    }
    return rows;
  }

  /** The measured bars, as values. */
  List<MeasuredRow<Bar>> measured(TickerResult result) {
    Columns columns = new Columns(result);
    List<Metric<?, ?>> all = new ArrayList<>(metrics);
    all.addAll(flags);
    MeasuredRow.Shape shape = new MeasuredRow.Shape(all);
    List<MeasuredRow<Bar>> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      rows.add(
          new MeasuredRow<>(result.bars().toBar(result.ticker(), i), shape, columns.values(i)));
    }
    return rows;
  }

  /** The anomalies, as values. */
  List<Anomaly<Bar>> anomalyValues(TickerResult result) {
    SeriesProgram.Columns series = result.columns(scanned);
    Columns columns = new Columns(result);
    List<MeasuredRow<Bar>> measured = measured(result);
    List<Anomaly<Bar>> rows = new ArrayList<>();
    for (int i = result.from(); i < result.to(); i++) {
      for (int f = 0; f < flags.size(); f++) {
        if (columns.isSet(f, i)) {
          Flag<Bar> flag = flags.get(f);
          Verdict verdict = SeriesProgram.verdict(flag.rule(), series, i);
          rows.add(
              new Anomaly<>(
                  measured.get(i - result.from()), flag, verdict.score(), verdict.threshold()));
        }
      }
    }
    return rows;
  }

  /** A cell's value: null where the number is missing, and of the metric's type. */
  static Object cell(double value, Class<?> type) {
    if (type == Boolean.class) {
      return value == 1;
    }
    if (Double.isNaN(value)) {
      return null;
    }
    return type == Long.class ? (Object) (long) value : (Object) value;
  }

  /** The columns of one ticker, found once for all its rows. */
  private final class Columns {

    private final TickerResult result;
    private final double[][] fields = new double[RawBar.FIELDS][];
    private final double[][] values = new double[metrics.size() + flags.size()][];
    private final Class<?>[] types = new Class<?>[values.length];

    Columns(TickerResult result) {
      this.result = result;
      for (int f = 0; f < fields.length; f++) {
        fields[f] = result.bars().field(f);
      }
      for (int k = 0; k < values.length; k++) {
        Metric<?, ?> metric = k < metrics.size() ? metrics.get(k) : flags.get(k - metrics.size());
        types[k] = metric.type();
        values[k] =
            metric instanceof BarField<?> field
                ? fields[RawBar.place(field.kind())]
                : result.values()[scanned.indexOf(metric.definition())];
      }
    }

    /** A row's key, fields, metrics and flags, with room for more. */
    Object[] cells(int i, int more) {
      Object[] cells = new Object[KEY_COLUMNS + fields.length + values.length + more];
      fill(cells, i, values.length);
      return cells;
    }

    /** A row's key, fields and metrics, with room for more. */
    Object[] measured(int i, int more) {
      Object[] cells = new Object[KEY_COLUMNS + fields.length + metrics.size() + more];
      fill(cells, i, metrics.size());
      return cells;
    }

    private void fill(Object[] cells, int i, int count) {
      cells[0] = result.bars().epochDay(i);
      cells[1] = result.ticker();
      for (int f = 0; f < fields.length; f++) {
        cells[KEY_COLUMNS + f] = cell(fields[f][i], f == RawBar.VOLUME ? Long.class : Double.class);
      }
      for (int k = 0; k < count; k++) {
        cells[KEY_COLUMNS + fields.length + k] = cell(values[k][i], types[k]);
      }
    }

    /** Whether a flag, by its place among the flags, is set on a row. */
    boolean isSet(int flag, int i) {
      return values[metrics.size() + flag][i] == 1;
    }

    /** A row's metrics and flags. */
    Object[] values(int i) {
      Object[] row = new Object[values.length];
      for (int k = 0; k < row.length; k++) {
        row[k] = cell(values[k][i], types[k]);
      }
      return row;
    }
  }
}
