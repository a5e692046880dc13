package io.github.marketvolume.kernel;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What each kind of row adds to a series, estimated from the series' own past. The departure of a
 * row is its value less the median of the normal ones among the 20 rows before, of which 10 must
 * have a value. The offset of a kind, all through a year, is the median of the departures of that
 * kind in the five years before; the normal kind has the offset 0.
 */
public final class KindOffsets {

  /** The rows before a row among which the normal ones are its baseline. */
  public static final int BASELINE = 20;

  /** The normal rows with a value that a baseline needs. */
  public static final int BASELINE_REQUIRED = 10;

  /** The years before a year from which its offsets are estimated. */
  public static final int YEARS = 5;

  /** What a damaged state may at most ask to allocate. */
  private static final int MAX_WRITTEN = 1 << 20;

  private final int normal;
  private final int required;
  private final Departures[] departures;
  private final double[] offsets;
  private int year = Integer.MIN_VALUE;

  /** The values of the rows before, NaN where missing or not normal; a ring. */
  private final double[] recent = new double[BASELINE];

  private int next;
  private final double[] sorted = new double[BASELINE];

  /**
   * A series without rows.
   *
   * @param kinds how many kinds there are, numbered from 0
   * @param normal the number of the normal one
   * @param required how many departures make an offset, at least 1
   */
  public KindOffsets(int kinds, int normal, int required) {
    if (required < 1) {
      throw new IllegalArgumentException(
          "KindOffsets: " + required + " departures are required; give 1 or more");
    }
    this.normal = normal;
    this.required = required;
    departures = new Departures[kinds];
    Arrays.setAll(departures, kind -> new Departures());
    offsets = new double[kinds];
    Arrays.fill(offsets, Double.NaN);
    offsets[normal] = 0;
    Arrays.fill(recent, Double.NaN);
  }

  /**
   * The offset of a kind in a year.
   *
   * @param year not before one that was asked for or pushed
   * @return NaN while there are too few departures of that kind
   */
  public double offset(int year, int kind) {
    begin(year);
    return offsets[kind];
  }

  /**
   * Takes in the next row.
   *
   * @param year of the row, not before that of the last one
   * @param kind its number, or -1 for none
   * @param x a finite value, or NaN for a missing one
   */
  public void push(int year, int kind, double x) {
    if (Double.isInfinite(x)) {
      throw new IllegalArgumentException(
          "KindOffsets: cannot push " + x + "; push a finite value, or NaN for a missing one");
    }
    begin(year);
    if (kind >= 0 && kind != normal && !Double.isNaN(x)) {
      double baseline = baseline();
      if (!Double.isNaN(baseline)) {
        departures[kind].add(year, x - baseline);
      }
    }
    recent[next] = kind == normal ? x : Double.NaN;
    next = next + 1 == BASELINE ? 0 : next + 1;
  }

  private double baseline() {
    int count = 0;
    for (double x : recent) {
      if (!Double.isNaN(x)) {
        sorted[count++] = x;
      }
    }
    return count < BASELINE_REQUIRED ? Double.NaN : median(sorted, count);
  }

  private void begin(int newYear) {
    if (newYear != year) {
      year = newYear;
      estimate();
    }
  }

  private void estimate() {
    for (int kind = 0; kind < offsets.length; kind++) {
      if (kind != normal) {
        offsets[kind] = departures[kind].median();
      }
    }
  }

  /** The median of the first numbers of an array, which are sorted. */
  private static double median(double[] numbers, int count) {
    Arrays.sort(numbers, 0, count);
    double upper = numbers[count / 2];
    return count % 2 == 1 ? upper : (numbers[count / 2 - 1] + upper) / 2;
  }

  /** Writes what offsets that go on from here have to know. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(year);
    for (int i = 0; i < BASELINE; i++) {
      out.writeDouble(recent[(next + i) % BASELINE]);
    }
    for (Departures kind : departures) {
      kind.write(out);
    }
  }

  /** Becomes what was written by offsets of the same kinds; only if it has seen no row. */
  public void read(DataInput in) throws IOException {
    year = in.readInt();
    for (int i = 0; i < BASELINE; i++) {
      recent[i] = in.readDouble();
    }
    for (Departures kind : departures) {
      kind.read(in);
    }
    estimate();
  }

  /** The departures of one kind, the earliest first. */
  private final class Departures {

    private int[] years = new int[16];
    private double[] values = new double[16];
    private int count;

    void add(int ofYear, double departure) {
      if (count == values.length) {
        years = Arrays.copyOf(years, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      years[count] = ofYear;
      values[count++] = departure;
    }

    /** The median of those of the years before; NaN if they are too few. */
    double median() {
      int dropped = 0;
      while (dropped < count && years[dropped] < year - YEARS) {
        dropped++;
      }
      count -= dropped;
      System.arraycopy(years, dropped, years, 0, count);
      System.arraycopy(values, dropped, values, 0, count);
      int used = count;
      while (used > 0 && years[used - 1] == year) {
        used--;
      }
      return used < required ? Double.NaN : KindOffsets.median(Arrays.copyOf(values, used), used);
    }

    void write(DataOutput out) throws IOException {
      out.writeInt(count);
      for (int i = 0; i < count; i++) {
        out.writeInt(years[i]);
        out.writeDouble(values[i]);
      }
    }

    void read(DataInput in) throws IOException {
      int written = in.readInt();
      if (written < 0 || written > MAX_WRITTEN) {
        throw new IOException("an impossible number of departures");
      }
      for (int i = 0; i < written; i++) {
        add(in.readInt(), in.readDouble());
      }
    }
  }
}
