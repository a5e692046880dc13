package io.github.marketvolume.series;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.metric.BarField;
import io.github.marketvolume.metric.Condition;
import io.github.marketvolume.metric.Flag;
import io.github.marketvolume.metric.Metric;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one series, by the definitions of their metrics: those that are given, and those
 * that a {@link SeriesRun} computes from them.
 *
 * <p>A column is an array of doubles, one a row, NaN where missing; of a flag 1 is set, 0 is not
 * set, NaN could not be judged. A column of whole numbers that doubles do not hold has longs beside
 * it.
 */
public final class SeriesColumns {

  /** One column. */
  static final class Values {

    /** A column without rows. */
    static final Values NONE = new Values(new double[0], null);

    final double[] numbers;

    /** The longs beside the numbers; null where doubles hold all of them. */
    long @Nullable [] wholes;

    Values(double[] numbers, long @Nullable [] wholes) {
      this.numbers = numbers;
      this.wholes = wholes;
    }

    /** Leaves a row without a value. */
    void setMissing(int row) {
      numbers[row] = Double.NaN;
      if (wholes != null) {
        wholes[row] = Wholes.MISSING;
      }
    }

    /** Sets a whole number that may be one that no double holds; rows are set in their order. */
    void setWhole(int row, long whole) {
      if (wholes == null && (whole == Wholes.MISSING || !Wholes.isInexact((double) whole))) {
        numbers[row] = whole == Wholes.MISSING ? Double.NaN : (double) whole;
        return;
      }
      if (wholes == null) {
        wholes = new long[numbers.length];
        for (int i = 0; i < row; i++) {
          wholes[i] = Wholes.toLong(numbers[i]);
        }
      }
      wholes[row] = whole;
      numbers[row] = whole == Wholes.MISSING ? Double.NaN : (double) whole;
    }
  }

  private final int size;
  private final int[] keys;
  private final Map<Metric<?, ?>, Values> values = new HashMap<>();
  private int publishedFrom;
  private int publishedTo;

  /** The bars whose fields are given; null of a series of another kind. */
  private @Nullable BarColumns bars;

  /**
   * The columns of a series of which all rows are published.
   *
   * @param size how many rows
   * @param keys the time of each row as a number that ascends, today the day since 1970-01-01; may
   *     be longer than the series
   */
  public SeriesColumns(int size, int[] keys) {
    this.size = size;
    this.keys = keys;
    this.publishedTo = size;
  }

  /** The columns of bars, with their fields given. */
  public static SeriesColumns of(BarColumns bars) {
    SeriesColumns columns = new SeriesColumns(bars.size(), bars.epochDays());
    columns.bars = bars;
    return columns;
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  /** The time of a row. */
  int key(int row) {
    return keys[row];
  }

  /** Says which rows are published: from one on, up to and without another. */
  public SeriesColumns published(int from, int to) {
    publishedFrom = from;
    publishedTo = to;
    return this;
  }

  /** The first published row. */
  int publishedFrom() {
    return publishedFrom;
  }

  /** The row after the last published one. */
  int publishedTo() {
    return publishedTo;
  }

  /** Gives a column by its definition; what comes from outside must be given before the rest. */
  public SeriesColumns put(Metric<?, ?> definition, double[] column) {
    return put(definition, column, null);
  }

  /**
   * Gives a column of whole numbers.
   *
   * @param wholes the longs beside the column; null where doubles hold all of them
   */
  public SeriesColumns put(Metric<?, ?> definition, double[] column, long @Nullable [] wholes) {
    values.put(definition, new Values(column, wholes));
    return this;
  }

  /** The longs beside a column; null if doubles hold all its values. */
  public long @Nullable [] wholes(Metric<?, ?> metric) {
    return values(metric).wholes;
  }

  /** The column of a metric; NaN where missing. It may be longer than the series. */
  public double[] get(Metric<?, ?> metric) {
    return values(metric).numbers;
  }

  Values values(Metric<?, ?> metric) {
    Values known = values.get(metric); // most are definitions, which takes time to find out
    if (known != null) {
      return known;
    }
    Metric<?, ?> definition = metric.definition();
    Values column = values.get(definition);
    if (column == null
        && bars != null
        && definition instanceof BarField<?> field
        && field.isOfBarItself()) {
      column = new Values(bars.field(RawBar.place(field.column())), null);
      values.put(definition, column);
    }
    if (column == null) {
      throw new IllegalStateException(metric.name() + " was neither given nor computed");
    }
    return column;
  }

  /** The column that a step fills, made when it is first asked for. */
  Values output(Metric<?, ?> definition) {
    return values.computeIfAbsent(definition, key -> new Values(new double[size], null));
  }

  /**
   * Whether a condition holds of a row; its flags were computed.
   *
   * @param ticker the symbol of the series; empty of the market's days
   */
  public boolean holds(Condition<?> condition, String ticker, int row) {
    return condition.holds(ticker, keys[row], flag -> get(flag)[row] == 1);
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
