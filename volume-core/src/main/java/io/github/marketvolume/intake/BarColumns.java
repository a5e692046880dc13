package io.github.marketvolume.intake;

import io.github.marketvolume.files.CsvSplit;
import io.github.marketvolume.kernel.SplitAdjustment;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.BarColumn;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bars of one ticker by column, over primitives: what travels and is stored instead of rows.
 * Growable; NaN is missing.
 */
public final class BarColumns implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  private int size;
  private int[] epochDays;

  /** The fields by their places; null as long as no bar has the field. */
  private final double[] @Nullable [] fields = new double[RawBar.FIELDS][];

  private long[] positions;

  /** Whether the last bar is that of an unfinished period. */
  private boolean endsUnfinished;

  /** No bars, with room for some. */
  public BarColumns(int capacity) {
    epochDays = new int[capacity];
    positions = new long[capacity];
  }

  /** The bars that several calls of {@link #toBytes} wrote, one after the other. */
  public static BarColumns ofBytes(List<byte[]> written) {
    int size = 0;
    for (byte[] some : written) {
      size = Math.addExact(size, ByteBuffer.wrap(some).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }
    BarColumns bars = new BarColumns(size);
    written.forEach(bars::addAll);
    return bars;
  }

  /**
   * The bars of some days, of settled ones that several calls of {@link #toBytes} wrote, one after
   * the other; the other bars cost next to nothing.
   */
  public static BarColumns ofBytes(List<byte[]> written, int firstDay, int lastDay) {
    BarColumns bars = new BarColumns(0);
    for (byte[] some : written) {
      int count = ByteBuffer.wrap(some).order(ByteOrder.LITTLE_ENDIAN).getInt();
      int from = firstFrom(some, count, firstDay);
      int to = lastDay == Integer.MAX_VALUE ? count : firstFrom(some, count, lastDay + 1);
      if (from < to) {
        bars.addAll(some, from, to);
      }
    }
    return bars;
  }

  /** The place of the first bar on or after a day, of written ones in the order of days. */
  private static int firstFrom(byte[] written, int count, int epochDay) {
    int days = written.length - count * Integer.BYTES;
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (intAt(written, days + middle * Integer.BYTES) < epochDay) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A number that was written; a buffer over all bytes takes longer for one of them. */
  private static int intAt(byte[] written, int place) {
    return (written[place] & 0xFF)
        | (written[place + 1] & 0xFF) << 8
        | (written[place + 2] & 0xFF) << 16
        | written[place + 3] << 24;
  }

  /** How many bars. */
  public int size() {
    return size;
  }

  /** The day of a bar, counted from 1970-01-01. */
  public int epochDay(int i) {
    return epochDays[i];
  }

  /** The days of all bars; longer than the size. */
  public int[] epochDays() {
    return epochDays;
  }

  /** Where a bar was read; see {@link CsvSplit#position}. */
  public long position(int i) {
    return positions[i];
  }

  /** A field of all bars, by its {@linkplain RawBar#place place}; longer than the size. */
  public double[] field(int place) {
    if (fields[place] == null) {
      fields[place] = new double[epochDays.length];
      Arrays.fill(fields[place], Double.NaN);
    }
    return fields[place];
  }

  private double[] field(BarColumn field) {
    return field(RawBar.place(field));
  }

  /** Adds a bar. */
  public void add(RawBar bar, long position) {
    grow(size + 1);
    epochDays[size] = bar.epochDay;
    positions[size] = position;
    for (int f = 0; f < fields.length; f++) {
      double value = bar.fields[f];
      double[] column = fields[f];
      if (column != null) {
        column[size] = value;
      } else if (!Double.isNaN(value)) {
        field(f)[size] = value;
      }
    }
    size++;
  }

  /** A bar as a value. */
  public Bar toBar(String ticker, int i) {
    double[] row = new double[fields.length];
    for (int f = 0; f < row.length; f++) {
      row[f] = fields[f] == null ? Double.NaN : fields[f][i];
    }
    Bar bar = RawBar.toBar(ticker, epochDays[i], row);
    return isUnfinished(i) ? Bar.builder().from(bar).isUnfinished(true).build() : bar;
  }

  /** Says that the last bar is that of an unfinished period. */
  public void endUnfinished() {
    endsUnfinished = true;
  }

  /** Whether a bar is that of an unfinished period. */
  public boolean isUnfinished(int i) {
    return endsUnfinished && i == size - 1;
  }

  /** These bars as bytes: fields that no bar has take no room. */
  public byte[] toBytes() {
    int present = 0;
    for (int f = 0; f < fields.length; f++) {
      for (int i = 0; i < size && fields[f] != null; i++) {
        if (!Double.isNaN(fields[f][i])) {
          present |= 1 << f;
          break;
        }
      }
    }
    int rowBytes = Integer.BYTES + Long.BYTES + Integer.bitCount(present) * Double.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(HEADER_BYTES, Math.multiplyExact(size, rowBytes)))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(size)
            .putInt(present);
    bytes.asLongBuffer().put(positions, 0, size);
    bytes.position(bytes.position() + size * Long.BYTES);
    for (int f = 0; f < fields.length; f++) {
      if ((present & (1 << f)) != 0) {
        bytes.asDoubleBuffer().put(fields[f], 0, size);
        bytes.position(bytes.position() + size * Double.BYTES);
      }
    }
    bytes.asIntBuffer().put(epochDays, 0, size);
    return bytes.array();
  }

  /** Adds the bars that {@link #toBytes} wrote. */
  public void addAll(byte[] written) {
    addAll(written, 0, ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  private void addAll(byte[] written, int from, int to) {
    ByteBuffer bytes = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
    int all = bytes.getInt();
    int present = bytes.getInt();
    int count = to - from;
    grow(Math.addExact(size, count));
    bytes.asLongBuffer().get(from, positions, size, count);
    bytes.position(bytes.position() + all * Long.BYTES);
    for (int f = 0; f < fields.length; f++) {
      if ((present & (1 << f)) != 0) {
        bytes.asDoubleBuffer().get(from, field(f), size, count);
        bytes.position(bytes.position() + all * Double.BYTES);
      } else if (fields[f] != null) {
        Arrays.fill(fields[f], size, size + count, Double.NaN);
      }
    }
    bytes.asIntBuffer().get(from, epochDays, size, count);
    size += count;
  }

  private void grow(int wanted) {
    if (wanted > epochDays.length) {
      int capacity = Math.max(wanted, epochDays.length + (epochDays.length >> 1) + 2);
      epochDays = Arrays.copyOf(epochDays, capacity);
      positions = Arrays.copyOf(positions, capacity);
      for (int f = 0; f < fields.length; f++) {
        fields[f] = fields[f] == null ? null : Arrays.copyOf(fields[f], capacity);
      }
    }
  }

  /**
   * Restates volumes and prices, of settled bars, in the shares of the last bar. Its knowledge of
   * splits is used up by that.
   */
  public void adjustForSplits() {
    double[] coefficients = field(BarColumn.SPLIT_COEFFICIENT);
    double[] factors = SplitAdjustment.factors(coefficients, size);
    for (BarColumn field : BarColumn.fields()) {
      if (field.unit().hasBasis()) {
        SplitAdjustment.adjust(field(field), factors, field.unit().isPrice());
      }
    }
    Arrays.fill(coefficients, Double.NaN);
  }

  /**
   * How many values of settled bars are missing once they are adjusted for splits, as that takes
   * them out of range.
   *
   * @param lastDay the last day that is used
   */
  public long countBeyondAdjustment(int lastDay) {
    int used = size;
    while (used > 0 && epochDays[used - 1] > lastDay) {
      used--;
    }
    double[] factors = SplitAdjustment.factors(field(BarColumn.SPLIT_COEFFICIENT), used);
    long count = 0;
    for (BarColumn field : BarColumn.fields()) {
      if (field.unit().hasBasis()) {
        double[] values = field(field);
        double[] adjusted = Arrays.copyOf(values, used);
        SplitAdjustment.adjust(adjusted, factors, field.unit().isPrice());
        for (int i = 0; i < used; i++) {
          count += !Double.isNaN(values[i]) && Double.isNaN(adjusted[i]) ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Takes all values of some columns for missing. */
  public void drop(Collection<BarColumn> columns) {
    columns.forEach(column -> fields[RawBar.place(column)] = null);
  }

  /** Drops all bars but the first ones. */
  public void keepFirst(int count) {
    size = count;
  }

  /** Drops the bars after a day, of bars in the order of days. */
  public void dropAfter(int epochDay) {
    while (size > 0 && epochDays[size - 1] > epochDay) {
      size--;
    }
  }

  /**
   * Drops the bars before a day but the last few, and all of them if there is none on that day or
   * later, of bars in the order of days.
   *
   * @param kept how many bars before that day stay
   */
  public void dropBefore(int epochDay, int kept) {
    int first = firstFrom(epochDay);
    first = first == size ? size : Math.max(0, first - kept);
    if (first > 0) {
      select(IntStream.range(first, size).toArray(), size - first);
    }
  }

  /** The place of the first bar on or after a day, of bars in the order of days. */
  public int firstFrom(int epochDay) {
    int place = Arrays.binarySearch(epochDays, 0, size, epochDay);
    return place < 0 ? -place - 1 : place;
  }

  /**
   * Leaves bars out, of settled ones. The split coefficient of a bar that goes is taken over by the
   * next one that stays.
   *
   * @param stays whether a bar stays, by its place
   * @param passedOn the coefficient of bars before these, for the first one that stays; 1 for none
   * @return the coefficient of those that went after the last one that stayed; 1 for none
   */
  public double retain(BitSet stays, double passedOn) {
    double pending = passedOn;
    if (passedOn != 1 || fields[RawBar.SPLIT_COEFFICIENT] != null) {
      double[] coefficients = field(BarColumn.SPLIT_COEFFICIENT);
      for (int i = 0; i < size; i++) {
        double own = Double.isNaN(coefficients[i]) ? 1 : coefficients[i];
        pending *= own;
        if (stays.get(i)) {
          coefficients[i] = pending == own ? coefficients[i] : pending;
          pending = 1;
        }
      }
    }
    int[] places = stays.stream().limit(size).toArray();
    if (places.length < size) {
      endsUnfinished &= stays.get(size - 1);
      select(places, places.length);
    }
    return pending;
  }

  /** Some of these bars, in this order. */
  public BarColumns rows(int[] places) {
    BarColumns some = new BarColumns(0);
    some.size = size;
    some.epochDays = epochDays;
    some.positions = positions;
    System.arraycopy(fields, 0, some.fields, 0, fields.length);
    some.select(places, places.length);
    return some;
  }

  /** Puts bars in this order and leaves out the rest. */
  void select(int[] order, int count) {
    int[] days = new int[count];
    long[] places = new long[count];
    for (int k = 0; k < count; k++) {
      days[k] = epochDays[order[k]];
      places[k] = positions[order[k]];
    }
    for (int f = 0; f < fields.length; f++) {
      if (fields[f] != null) {
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
          values[k] = fields[f][order[k]];
        }
        fields[f] = values;
      }
    }
    epochDays = days;
    positions = places;
    size = count;
  }
}
