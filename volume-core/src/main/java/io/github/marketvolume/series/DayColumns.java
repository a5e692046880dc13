package io.github.marketvolume.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of one ticker's bars, for a range of days: what a pass by day needs and yields.
 *
 * @param epochDays the days, ascending
 * @param columns the values, NaN where missing
 * @param wholes the longs beside columns of whole numbers; null where doubles hold all of them
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record DayColumns(
    String ticker, int[] epochDays, double[][] columns, long[] @Nullable [] wholes) {

  /** Columns that doubles hold. */
  DayColumns(String ticker, int[] epochDays, double[][] columns) {
    this(ticker, epochDays, columns, new long[columns.length][]);
  }

  /** How many days are taken together in a pass by day, as a power of two: some eight months. */
  private static final int BUCKET_BITS = 8;

  /** The width of a column that has longs beside it. */
  private static final int WITH_LONGS = Double.BYTES + Long.BYTES;

  /** A number for the ranks that a pass computed of a bucket, by which parcels are ordered. */
  public static long number(int pass, int bucket) {
    return ((long) pass << Integer.SIZE) + bucket;
  }

  /** The pass in a {@link #number}. */
  public static int passOf(long number) {
    return (int) ((number - (int) number) >>> Integer.SIZE);
  }

  /** The bucket of a day. */
  public static int bucketOf(int epochDay) {
    return epochDay >> BUCKET_BITS;
  }

  /** Takes a ticker's columns by buckets of days, packed. */
  public interface Receiver {

    /** The rows of one bucket. */
    void part(int bucket, byte[] packed);
  }

  /**
   * Divides what was computed of a ticker into buckets of days.
   *
   * @param firstDay the first day that is needed
   */
  public static void divide(TickerResult result, int firstDay, Receiver receiver) {
    int size = result.bars().size();
    int[] epochDays = new int[size];
    for (int i = 0; i < size; i++) {
      epochDays[i] = result.bars().epochDay(i);
    }
    for (int from = result.bars().firstFrom(firstDay); from < size; ) {
      int bucket = bucketOf(epochDays[from]);
      int to = from + 1;
      while (to < size && bucketOf(epochDays[to]) == bucket) {
        to++;
      }
      receiver.part(bucket, pack(result, epochDays, from, to));
      from = to;
    }
  }

  private static byte[] pack(TickerResult result, int[] epochDays, int from, int to) {
    return pack(result.ticker(), epochDays, result.values(), result.wholes(), from, to);
  }

  /** These columns as bytes. */
  public byte[] pack() {
    return pack(ticker, epochDays, columns, wholes, 0, epochDays.length);
  }

  private static byte[] pack(
      String ticker,
      int[] epochDays,
      double[][] columns,
      long[] @Nullable [] wholes,
      int from,
      int to) {
    byte[] name = ticker.getBytes(UTF_8);
    int rows = to - from;
    int[] widths = new int[columns.length];
    int size = 3 * Integer.BYTES + name.length + rows * Integer.BYTES;
    for (int k = 0; k < columns.length; k++) {
      widths[k] = wholes[k] == null ? Packed.width(columns[k], from, to) : WITH_LONGS;
      size += 1 + rows * widths[k];
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(name.length).put(name).putInt(rows).putInt(columns.length);
    bytes.asIntBuffer().put(epochDays, from, rows);
    bytes.position(bytes.position() + rows * Integer.BYTES);
    for (int k = 0; k < columns.length; k++) {
      bytes.put((byte) widths[k]);
      if (widths[k] != WITH_LONGS) {
        Packed.put(bytes, widths[k], columns[k], from, to);
      } else {
        Packed.put(bytes, Double.BYTES, columns[k], from, to);
        bytes.asLongBuffer().put(wholes[k], from, rows);
        bytes.position(bytes.position() + rows * Long.BYTES);
      }
    }
    return bytes.array();
  }

  /** Unpacks what was packed. */
  public static DayColumns unpack(byte[] packed) {
    return unpack(ByteBuffer.wrap(packed));
  }

  /** Unpacks what comes next in some bytes. */
  public static DayColumns unpack(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    byte[] name = new byte[bytes.getInt()];
    bytes.get(name);
    int[] epochDays = new int[bytes.getInt()];
    double[][] columns = new double[bytes.getInt()][epochDays.length];
    bytes.asIntBuffer().get(epochDays);
    bytes.position(bytes.position() + epochDays.length * Integer.BYTES);
    long[] @Nullable [] wholes = new long[columns.length][];
    for (int k = 0; k < columns.length; k++) {
      int width = bytes.get();
      Packed.get(bytes, Math.min(width, Double.BYTES), columns[k]);
      if (width == WITH_LONGS) {
        wholes[k] = new long[epochDays.length];
        bytes.asLongBuffer().get(wholes[k]);
        bytes.position(bytes.position() + epochDays.length * Long.BYTES);
      }
    }
    return new DayColumns(new String(name, UTF_8), epochDays, columns, wholes);
  }

  /**
   * A column in bytes, as few for a value as lose nothing: whole numbers such as ranks, flags and
   * most volumes take 1, 2 or 4, any others 8.
   */
  private static final class Packed {

    /** What stands for a missing value among whole numbers. */
    private static final byte NO_BYTE = Byte.MIN_VALUE;

    private static final short NO_SHORT = Short.MIN_VALUE;
    private static final int NO_INT = Integer.MIN_VALUE;

    private Packed() {}

    /** How many bytes a value takes. */
    static int width(double[] column, int from, int to) {
      int largest = 0;
      for (int i = from; i < to; i++) {
        double value = column[i];
        if (Double.isNaN(value)) {
          continue;
        }
        int whole = (int) value;
        boolean isNegativeZero = whole == 0 && 1 / value < 0;
        if (whole != value || whole == NO_INT || isNegativeZero) {
          return Double.BYTES;
        }
        largest = Math.max(largest, Math.abs(whole));
      }
      if (largest <= Byte.MAX_VALUE) {
        return Byte.BYTES;
      }
      return largest <= Short.MAX_VALUE ? Short.BYTES : Integer.BYTES;
    }

    /** Appends values. */
    static void put(ByteBuffer bytes, int width, double[] column, int from, int to) {
      switch (width) {
        case Byte.BYTES -> {
          for (int i = from; i < to; i++) {
            bytes.put(Double.isNaN(column[i]) ? NO_BYTE : (byte) column[i]);
          }
        }
        case Short.BYTES -> {
          for (int i = from; i < to; i++) {
            bytes.putShort(Double.isNaN(column[i]) ? NO_SHORT : (short) column[i]);
          }
        }
        case Integer.BYTES -> {
          for (int i = from; i < to; i++) {
            bytes.putInt(Double.isNaN(column[i]) ? NO_INT : (int) column[i]);
          }
        }
        default -> {
          bytes.asDoubleBuffer().put(column, from, to - from);
          bytes.position(bytes.position() + (to - from) * Double.BYTES);
        }
      }
    }

    /** Reads values back, as many as the column has room for. */
    static void get(ByteBuffer bytes, int width, double[] column) {
      switch (width) {
        case Byte.BYTES -> {
          for (int i = 0; i < column.length; i++) {
            byte whole = bytes.get();
            column[i] = whole == NO_BYTE ? Double.NaN : whole;
          }
        }
        case Short.BYTES -> {
          for (int i = 0; i < column.length; i++) {
            short whole = bytes.getShort();
            column[i] = whole == NO_SHORT ? Double.NaN : whole;
          }
        }
        case Integer.BYTES -> {
          for (int i = 0; i < column.length; i++) {
            int whole = bytes.getInt();
            column[i] = whole == NO_INT ? Double.NaN : whole;
          }
        }
        default -> {
          bytes.asDoubleBuffer().get(column);
          bytes.position(bytes.position() + column.length * Double.BYTES);
        }
      }
    }
  }
}
