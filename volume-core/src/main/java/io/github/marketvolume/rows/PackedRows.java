package io.github.marketvolume.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of batches as bytes, so that they can be put away and joined with rows of other batches. For
 * this process only: numbers are in the byte order of the machine.
 */
public final class PackedRows {

  // The forms of a column in a batch.
  private static final byte DAYS = 0;
  private static final byte NUMBERS = 1;
  private static final byte SHARED_TEXT = 2;
  private static final byte VALUES = 3;

  // The classes of a value.
  private static final byte MISSING = 0;
  private static final byte TEXT = 1;
  private static final byte DOUBLE = 2;
  private static final byte LONG = 3;
  private static final byte FALSE = 4;
  private static final byte TRUE = 5;

  private PackedRows() {}

  /** All rows of a batch as bytes. */
  public static byte[] pack(ColumnBatch batch) {
    int from = batch.from();
    int rows = batch.to() - from;
    int bytes = Integer.BYTES;
    byte[][] packed = new byte[batch.width()][];
    for (int k = 0; k < packed.length; k++) {
      Object column = batch.column(k);
      if (column instanceof String text) {
        packed[k] = text.getBytes(UTF_8);
        bytes += 1 + Integer.BYTES + packed[k].length;
      } else if (column instanceof Object[] values) {
        packed[k] = pack(values, from, batch.to());
        bytes += 1 + packed[k].length;
      } else {
        bytes += 1 + rows * (column instanceof int[] ? Integer.BYTES : Double.BYTES);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder()).putInt(rows);
    for (int k = 0; k < packed.length; k++) {
      Object column = batch.column(k);
      if (column instanceof int[] days) {
        out.put(DAYS).asIntBuffer().put(days, from, rows);
        out.position(out.position() + rows * Integer.BYTES);
      } else if (column instanceof double[] numbers) {
        out.put(NUMBERS).asDoubleBuffer().put(numbers, from, rows);
        out.position(out.position() + rows * Double.BYTES);
      } else if (column instanceof String) {
        out.put(SHARED_TEXT).putInt(packed[k].length).put(packed[k]);
      } else {
        out.put(VALUES).put(packed[k]);
      }
    }
    return out.array();
  }

  private static byte[] pack(Object[] values, int from, int to) {
    byte[][] texts = new byte[to - from][];
    int bytes = to - from;
    for (int i = from; i < to; i++) {
      if (values[i] instanceof String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        texts[i - from] = utf8;
        bytes += Integer.BYTES + utf8.length;
      } else if (values[i] instanceof Number) {
        bytes += Long.BYTES;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    for (int i = from; i < to; i++) {
      Object value = values[i];
      if (value == null) {
        out.put(MISSING);
      } else if (value instanceof Double number) {
        out.put(DOUBLE).putDouble(number);
      } else if (value instanceof Long number) {
        out.put(LONG).putLong(number);
      } else if (value instanceof Boolean flag) {
        out.put(flag ? TRUE : FALSE);
      } else {
        byte[] utf8 = texts[i - from];
        out.put(TEXT).putInt(utf8.length).put(utf8);
      }
    }
    return out.array();
  }

  /** How many rows were packed. */
  public static int rows(byte[] packed) {
    return in(packed).getInt();
  }

  private static ByteBuffer in(byte[] packed) {
    return ByteBuffer.wrap(packed).order(ByteOrder.nativeOrder());
  }

  /**
   * Rows that were packed, those of one packet after those of another.
   *
   * @param types the types of the columns
   */
  public static ColumnBatch unpack(List<ColumnType> types, List<byte[]> packets) {
    ByteBuffer[] ins = packets.stream().map(PackedRows::in).toArray(ByteBuffer[]::new);
    int[] rows = Arrays.stream(ins).mapToInt(ByteBuffer::getInt).toArray();
    int all = Arrays.stream(rows).sum();
    Object[] columns = new Object[types.size()];
    for (int k = 0; k < columns.length; k++) {
      ColumnType type = types.get(k);
      Object column = type == ColumnType.DATE ? new int[all] : emptyColumn(ins, all);
      int at = 0;
      for (int p = 0; p < ins.length; p++) {
        unpack(ins[p], column, type, at, rows[p]);
        at += rows[p];
      }
      columns[k] = column;
    }
    return new ColumnBatch(types, columns, 0, all);
  }

  /** Numbers if each packet has numbers next, else values. */
  private static Object emptyColumn(ByteBuffer[] ins, int rows) {
    for (ByteBuffer in : ins) {
      if (in.get(in.position()) != NUMBERS) {
        return new Object[rows];
      }
    }
    return new double[rows];
  }

  private static void unpack(ByteBuffer in, Object column, ColumnType type, int at, int rows) {
    byte form = in.get();
    if (form == DAYS) {
      in.asIntBuffer().get((int[]) column, at, rows);
      in.position(in.position() + rows * Integer.BYTES);
    } else if (form == NUMBERS && column instanceof double[] numbers) {
      in.asDoubleBuffer().get(numbers, at, rows);
      in.position(in.position() + rows * Double.BYTES);
    } else if (form == SHARED_TEXT) {
      Arrays.fill((Object[]) column, at, at + rows, text(in));
    } else {
      Object[] values = (Object[]) column;
      for (int i = at; i < at + rows; i++) {
        values[i] = form == NUMBERS ? ColumnBatch.cell(in.getDouble(), type) : value(in);
      }
    }
  }

  private static @Nullable Object value(ByteBuffer in) {
    return switch (in.get()) {
      case MISSING -> null;
      case TEXT -> text(in);
      case DOUBLE -> in.getDouble();
      case LONG -> in.getLong();
      case FALSE -> false;
      default -> true;
    };
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[in.getInt()];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }
}
