package io.github.marketvolume.spark;

import io.github.marketvolume.intake.BarColumns;
import io.github.marketvolume.intake.Rejection;
import io.github.marketvolume.intake.Tally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What travels through Spark instead of single rows: many bars of one ticker, packed by column. A
 * shuffle of parcels moves and sorts a few thousand large rows instead of millions of small ones.
 * Rejected rows and counts travel as parcels too, so that a task that runs twice counts once.
 */
final class Parcel {

  static final String KEY = "key";
  static final String KIND = "kind";
  static final String NUMBER = "number";

  /** By which of several sets of rules what is in the parcel was checked. */
  static final String READING = "reading";

  /**
   * Key, kind, a number that orders parcels of one key and kind, the content, and of which reading
   * it is, where a source is read for several.
   */
  static final StructType SCHEMA =
      new StructType()
          .add(KEY, DataTypes.StringType, false)
          .add(KIND, DataTypes.IntegerType, false)
          .add(NUMBER, DataTypes.LongType, false)
          .add("payload", DataTypes.BinaryType, false)
          .add(READING, DataTypes.IntegerType, false);

  /** Bars of one ticker: {@link BarColumns}. */
  static final int BARS = 0;

  /** Ranks across tickers of one ticker's bars: {@link DayColumns}. */
  static final int RANKS = 1;

  /** Rejected rows: a list of {@link Rejection}. */
  static final int REJECTED = 2;

  /** Counts: {@link Count}. */
  static final int COUNT = 3;

  /** The rejected rows of one parcel. */
  private record RejectedRows(List<Rejection> rows) implements Serializable {}

  /**
   * What a task counted.
   *
   * @param split the split that it read; -1 where the counts are not those of reading
   * @param lines how many lines the split has
   * @param problem why the split's file is not what it claims to be; null if it is
   */
  record Count(Tally tally, int split, long lines, @Nullable String problem)
      implements Serializable {}

  private Parcel() {}

  static Row of(String key, int kind, long number, byte[] payload) {
    return RowFactory.create(key, kind, number, payload, 0);
  }

  /** The same parcel as one of a reading. */
  static Row ofReading(int reading, Row parcel) {
    return RowFactory.create(key(parcel), kind(parcel), number(parcel), payload(parcel), reading);
  }

  static Row bars(String ticker, long number, BarColumns bars) {
    return of(ticker, BARS, number, bars.toBytes());
  }

  static Row rejected(long number, List<Rejection> rows) {
    return of(special(number), REJECTED, number, toBytes(new RejectedRows(List.copyOf(rows))));
  }

  static Row count(Count count) {
    return of(special(count.split()), COUNT, count.split(), toBytes(count));
  }

  /** A key that is no ticker; several, so that not all such parcels meet in one task. */
  private static String special(long number) {
    return " " + Math.floorMod(number, 64);
  }

  static String key(Row parcel) {
    return parcel.getString(0);
  }

  static int kind(Row parcel) {
    return parcel.getInt(1);
  }

  static long number(Row parcel) {
    return parcel.getLong(2);
  }

  static byte[] payload(Row parcel) {
    return (byte[]) parcel.get(3);
  }

  private static byte[] toBytes(Object value) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a parcel could not be packed", e);
    }
  }

  /** The content of a {@link #COUNT} parcel. */
  static Count unpackCount(Row parcel) {
    return (Count) unpack(parcel);
  }

  /** The content of a {@link #REJECTED} parcel. */
  static List<Rejection> unpackRejected(Row parcel) {
    return ((RejectedRows) unpack(parcel)).rows();
  }

  private static Object unpack(Row parcel) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(payload(parcel))) {
          @Override
          protected Class<?> resolveClass(java.io.ObjectStreamClass description)
              throws IOException, ClassNotFoundException {
            return Class.forName(description.getName(), false, Parcel.class.getClassLoader());
          }
        }) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("a parcel could not be unpacked", e);
    }
  }
}
