package io.github.marketvolume.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.DateForm;
import io.github.marketvolume.intake.RawBar;
import io.github.marketvolume.intake.TypedBars;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.StandardRule;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Values that are single records of Avro. Fields are decoded one by one: no text and no number is
 * longer than its value, whatever a damaged value says of their lengths.
 */
final class AvroValues implements ValueReader {

  private static final DateForm ISO = new DateForm(null, CsvLayout.ISO_DATE);

  private final AvroSchema schema;
  private final BarReceiver.Gated gated;
  private final TypedBars bars;
  private final double[] fields = new double[RawBar.FIELDS];
  private @Nullable BinaryDecoder decoder;
  private @Nullable String ticker;
  private @Nullable String dateText;
  private int day;

  AvroValues(AvroSchema schema, BarReceiver.Gated gated) {
    this.schema = schema;
    this.gated = gated;
    this.bars = new TypedBars(List.of(gated));
  }

  @Override
  public void read(byte[] value, String tickerOfKey, long offset) {
    if (!decode(value)) {
      gated
          .receiver()
          .rejected(
              offset,
              gated
                  .gate()
                  .refuse(
                      StandardRule.ROW_IS_COMPLETE,
                      "the value of "
                          + value.length
                          + " bytes is not a record of the schema in Avro's binary form"),
              "");
      return;
    }
    String symbol = ticker == null || ticker.isEmpty() ? tickerOfKey : ticker;
    if (dateText != null) {
      bars.add(symbol, dateText, ISO, fields);
    } else {
      bars.add(symbol, day, fields);
    }
  }

  /** Takes the fields of a value; false if it is not of the schema. */
  private boolean decode(byte[] value) {
    Arrays.fill(fields, Double.NaN);
    ticker = null;
    dateText = null;
    day = RawBar.NO_DAY;
    try {
      BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, decoder);
      decoder = in;
      for (AvroSchema.Field field : schema.fields()) {
        int place = field.isUnion() ? in.readIndex() : 0;
        if (place < 0 || place >= field.branches().size()) {
          return false;
        }
        take(field.column(), field.branches().get(place), in, value.length);
      }
      return in.isEnd();
    } catch (IOException | RuntimeException e) { // damaged bytes lead a decoder anywhere
      return false;
    }
  }

  private void take(
      @Nullable BarColumn column, AvroSchema.Branch branch, BinaryDecoder in, int most)
      throws IOException {
    if (column == null) {
      passOver(branch.schema(), in, most);
      return;
    }
    switch (branch.kind()) {
      case DATE -> day = in.readInt();
      case TEXT -> takeText(column, new String(bytes(in, in.readLong(), most), UTF_8));
      case INT -> set(column, in.readInt());
      case LONG -> set(column, (double) in.readLong());
      case FLOAT -> set(column, in.readFloat());
      case DOUBLE -> set(column, in.readDouble());
      case DECIMAL -> set(column, decimal(branch, in, most));
      default -> in.readNull();
    }
  }

  private void takeText(BarColumn column, String text) {
    if (column == BarColumn.TICKER) {
      ticker = text.strip();
    } else {
      dateText = text;
    }
  }

  private void set(BarColumn column, double number) {
    fields[RawBar.place(column)] = number;
  }

  private static double decimal(AvroSchema.Branch branch, BinaryDecoder in, int most)
      throws IOException {
    long length =
        branch.schema().getType() == Schema.Type.FIXED
            ? branch.schema().getFixedSize()
            : in.readLong();
    byte[] unscaled = bytes(in, length, most);
    return unscaled.length == 0
        ? Double.NaN
        : new BigDecimal(new BigInteger(unscaled), branch.scale()).doubleValue();
  }

  /**
   * Passes over a value. Avro's own method does not end where a damaged value says of a part that
   * it has a negative length.
   */
  private static void passOver(Schema type, BinaryDecoder in, int most) throws IOException {
    switch (type.getType()) {
      case NULL -> in.readNull();
      case BOOLEAN -> in.skipFixed(1);
      case INT, LONG, ENUM -> in.readLong();
      case FLOAT -> in.skipFixed(Float.BYTES);
      case DOUBLE -> in.skipFixed(Double.BYTES);
      case FIXED -> in.skipFixed(type.getFixedSize());
      case STRING, BYTES -> in.skipFixed(bounded(in.readLong(), most));
      case UNION -> passOver(type.getTypes().get(in.readIndex()), in, most);
      case RECORD -> {
        for (Schema.Field field : type.getFields()) {
          passOver(field.schema(), in, most);
        }
      }
      case ARRAY -> passOverItems(null, type.getElementType(), in, most);
      case MAP -> passOverItems(Schema.create(Schema.Type.STRING), type.getValueType(), in, most);
    }
  }

  /** Passes over blocks of items; before a negative count there is the size of the block. */
  private static void passOverItems(@Nullable Schema key, Schema item, BinaryDecoder in, int most)
      throws IOException {
    for (long count = in.readLong(); count != 0; count = in.readLong()) {
      if (count < 0) {
        in.readLong();
      }
      for (int i = bounded(Math.abs(count), most); i > 0; i--) {
        if (key != null) {
          passOver(key, in, most);
        }
        passOver(item, in, most);
      }
    }
  }

  private static int bounded(long length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new EOFException();
    }
    return (int) length;
  }

  private static byte[] bytes(BinaryDecoder in, long length, int most) throws IOException {
    byte[] bytes = new byte[bounded(length, most)];
    in.readFixed(bytes);
    return bytes;
  }
}
