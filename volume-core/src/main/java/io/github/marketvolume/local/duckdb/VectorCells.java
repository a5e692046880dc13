package io.github.marketvolume.local.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.io.ColumnType;
import io.github.marketvolume.rows.ColumnBatch;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Puts the columns of batches into DuckDB's vectors, for one thread. The driver's own methods take
 * a lock and several checks for each cell, a fifth of the time of a run that writes Parquet; so
 * where the buffers behind a vector can be had from the driver, columns of numbers are copied
 * whole. Where they cannot, with a driver of another make, the cells go one by one.
 */
final class VectorCells {

  // The driver's buffers; null where they cannot be had.
  private static final @Nullable Field DATA = buffer("data");
  private static final @Nullable Field VALIDITY = buffer("validity");

  private final boolean whole;
  private long[] longs = {};
  private byte[] bytes = {};
  private long[] valid = {};

  /**
   * Cells that are copied in one of two ways.
   *
   * @param whole if columns are copied whole, which only {@link #canCopyWhole} allows
   */
  VectorCells(boolean whole) {
    this.whole = whole;
  }

  /** If this driver's vectors show their buffers. What is in them is for a trial to say. */
  static boolean canCopyWhole() {
    return DATA != null && VALIDITY != null;
  }

  private static @Nullable Field buffer(String name) {
    try {
      Field field = DuckDBWritableVector.class.getDeclaredField(name);
      if (field.getType() != ByteBuffer.class) {
        return null;
      }
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | InaccessibleObjectException e) {
      return null;
    }
  }

  /** A buffer of a vector, where columns are copied whole. */
  private static ByteBuffer bufferOf(DuckDBWritableVector vector, @Nullable Field field) {
    try {
      ByteBuffer buffer = (ByteBuffer) Objects.requireNonNull(field).get(vector);
      return buffer.duplicate().order(ByteOrder.nativeOrder());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The type of a column of the table that a batch becomes. */
  static DuckDBColumnType typeOf(ColumnType type) {
    return switch (type) {
      case DATE -> DuckDBColumnType.INTEGER;
      case TEXT -> DuckDBColumnType.VARCHAR;
      case LONG -> DuckDBColumnType.BIGINT;
      case DOUBLE -> DuckDBColumnType.DOUBLE;
      case BOOLEAN -> DuckDBColumnType.BOOLEAN;
    };
  }

  /** Fills a vector from its first row on with the rows of a column. */
  void fill(DuckDBWritableVector vector, ColumnBatch batch, int column, int from, int to) {
    Object values = batch.column(column);
    if (values instanceof int[] days) {
      fill(vector, days, from, to);
    } else if (values instanceof double[] numbers) {
      fill(vector, batch.type(column), numbers, from, to);
    } else if (values instanceof String text) {
      byte[][] same = new byte[to - from][];
      Arrays.fill(same, text.getBytes(UTF_8));
      vector.setStringUtf8Batch(0, same);
    } else {
      fill(vector, (Object[]) values, from, to);
    }
  }

  /** Texts go in one call, where none is missing; rows that share a text encode it once. */
  private static void fill(DuckDBWritableVector vector, Object[] values, int from, int to) {
    byte[][] texts = new byte[to - from][];
    for (int i = from; i < to; i++) {
      if (!(values[i] instanceof String text)) {
        for (int k = from; k < to; k++) {
          fill(vector, k - from, values[k]);
        }
        return;
      }
      texts[i - from] =
          i > from && values[i - 1] == text ? texts[i - from - 1] : text.getBytes(UTF_8);
    }
    vector.setStringUtf8Batch(0, texts);
  }

  private void fill(DuckDBWritableVector vector, int[] days, int from, int to) {
    if (whole) {
      bufferOf(vector, DATA).asIntBuffer().put(days, from, to - from);
      allValid(to - from);
      bufferOf(vector, VALIDITY).asLongBuffer().put(valid, 0, words(to - from));
      return;
    }
    for (int i = from; i < to; i++) {
      vector.setInt(i - from, days[i]);
    }
  }

  private void fill(
      DuckDBWritableVector vector, ColumnType type, double[] numbers, int from, int to) {
    if (whole) {
      copy(vector, type, numbers, from, to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      double number = numbers[i];
      if (type == ColumnType.BOOLEAN) {
        vector.setBoolean(i - from, number == 1);
      } else if (Double.isNaN(number)) {
        vector.setNull(i - from);
      } else if (type == ColumnType.LONG) {
        vector.setLong(i - from, (long) number);
      } else {
        vector.setDouble(i - from, number);
      }
    }
  }

  private void copy(
      DuckDBWritableVector vector, ColumnType type, double[] numbers, int from, int rows) {
    ByteBuffer data = bufferOf(vector, DATA);
    allValid(rows);
    if (type == ColumnType.BOOLEAN) {
      bytes = bytes.length < rows ? new byte[rows] : bytes;
      for (int i = 0; i < rows; i++) {
        bytes[i] = (byte) (numbers[from + i] == 1 ? 1 : 0);
      }
      data.put(bytes, 0, rows);
    } else {
      for (int i = 0; i < rows; i++) {
        if (Double.isNaN(numbers[from + i])) {
          valid[i >> 6] &= ~(1L << i);
        }
      }
      if (type == ColumnType.LONG) {
        longs = longs.length < rows ? new long[rows] : longs;
        for (int i = 0; i < rows; i++) {
          longs[i] = (long) numbers[from + i];
        }
        data.asLongBuffer().put(longs, 0, rows);
      } else {
        data.asDoubleBuffer().put(numbers, from, rows);
      }
    }
    bufferOf(vector, VALIDITY).asLongBuffer().put(valid, 0, words(rows));
  }

  /** Sets the bits of rows, a word for 64 of them. */
  private void allValid(int rows) {
    int words = words(rows);
    valid = valid.length < words ? new long[words] : valid;
    Arrays.fill(valid, 0, words, -1);
  }

  private static int words(int rows) {
    return (rows + 63) >> 6;
  }

  private static void fill(DuckDBWritableVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (value instanceof Double number) {
      vector.setDouble(row, number);
    } else if (value instanceof Long number) {
      vector.setLong(row, number);
    } else if (value instanceof Boolean flag) {
      vector.setBoolean(row, flag);
    } else {
      vector.setString(row, (String) value);
    }
  }
}
