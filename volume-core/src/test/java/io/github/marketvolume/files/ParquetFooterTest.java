package io.github.marketvolume.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.marketvolume.error.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.format.BsonType;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Footers that Parquet's own library wrote, and what is not one. */
class ParquetFooterTest {

  private static SchemaElement element(Type type) {
    SchemaElement element = new SchemaElement("c");
    element.setType(type);
    element.setRepetition_type(FieldRepetitionType.OPTIONAL);
    return element;
  }

  private static SchemaElement element(Type type, LogicalType logical) {
    SchemaElement element = element(type);
    element.setLogicalType(logical);
    return element;
  }

  private static SchemaElement element(Type type, ConvertedType converted) {
    SchemaElement element = element(type);
    element.setConverted_type(converted);
    return element;
  }

  private static SchemaElement decimal(Type type, int precision, int scale) {
    SchemaElement element = element(type, ConvertedType.DECIMAL);
    element.setPrecision(precision);
    element.setScale(scale);
    return element;
  }

  private static LogicalType integer(int bits, boolean signed) {
    return LogicalType.INTEGER(new IntType((byte) bits, signed));
  }

  private static LogicalType timestamp(boolean instant) {
    return LogicalType.TIMESTAMP(new TimestampType(instant, TimeUnit.MICROS(new MicroSeconds())));
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(element(Type.BOOLEAN), "boolean"),
        Arguments.of(element(Type.INT32), "int"),
        Arguments.of(element(Type.INT64), "bigint"),
        Arguments.of(element(Type.INT96), "timestamp"),
        Arguments.of(element(Type.FLOAT), "float"),
        Arguments.of(element(Type.DOUBLE), "double"),
        Arguments.of(element(Type.BYTE_ARRAY), "binary"),
        Arguments.of(element(Type.FIXED_LEN_BYTE_ARRAY), "binary"),
        Arguments.of(element(Type.BYTE_ARRAY, ConvertedType.UTF8), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, ConvertedType.ENUM), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, ConvertedType.JSON), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, ConvertedType.BSON), "binary"),
        Arguments.of(element(Type.INT32, ConvertedType.DATE), "date"),
        Arguments.of(element(Type.INT32, ConvertedType.TIME_MILLIS), "time"),
        Arguments.of(element(Type.INT64, ConvertedType.TIME_MICROS), "time"),
        Arguments.of(element(Type.INT64, ConvertedType.TIMESTAMP_MILLIS), "timestamp"),
        Arguments.of(element(Type.INT64, ConvertedType.TIMESTAMP_MICROS), "timestamp"),
        Arguments.of(element(Type.INT32, ConvertedType.UINT_8), "unsigned tinyint"),
        Arguments.of(element(Type.INT32, ConvertedType.UINT_16), "unsigned smallint"),
        Arguments.of(element(Type.INT32, ConvertedType.UINT_32), "unsigned int"),
        Arguments.of(element(Type.INT64, ConvertedType.UINT_64), "unsigned bigint"),
        Arguments.of(element(Type.INT32, ConvertedType.INT_8), "tinyint"),
        Arguments.of(element(Type.INT32, ConvertedType.INT_16), "smallint"),
        Arguments.of(element(Type.INT32, ConvertedType.INT_32), "int"),
        Arguments.of(element(Type.INT64, ConvertedType.INT_64), "bigint"),
        Arguments.of(element(Type.FIXED_LEN_BYTE_ARRAY, ConvertedType.INTERVAL), "interval"),
        Arguments.of(decimal(Type.INT64, 18, 4), "decimal(18,4)"),
        Arguments.of(
            element(Type.INT32, LogicalType.DECIMAL(new DecimalType(2, 9))), "decimal(9,2)"),
        Arguments.of(element(Type.BYTE_ARRAY, LogicalType.STRING(new StringType())), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, LogicalType.ENUM(new EnumType())), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, LogicalType.JSON(new JsonType())), "string"),
        Arguments.of(element(Type.BYTE_ARRAY, LogicalType.BSON(new BsonType())), "binary"),
        Arguments.of(element(Type.INT32, LogicalType.DATE(new DateType())), "date"),
        Arguments.of(
            element(
                Type.INT64,
                LogicalType.TIME(new TimeType(true, TimeUnit.MICROS(new MicroSeconds())))),
            "time"),
        Arguments.of(element(Type.INT64, timestamp(true)), "timestamp"),
        Arguments.of(element(Type.INT64, timestamp(false)), "timestamp_ntz"),
        Arguments.of(element(Type.INT32, integer(8, true)), "tinyint"),
        Arguments.of(element(Type.INT32, integer(16, false)), "unsigned smallint"),
        Arguments.of(element(Type.INT64, integer(64, true)), "bigint"),
        Arguments.of(element(Type.INT64, integer(64, false)), "unsigned bigint"),
        Arguments.of(element(Type.INT32, LogicalType.UNKNOWN(new NullType())), "null"),
        Arguments.of(element(Type.FIXED_LEN_BYTE_ARRAY, LogicalType.UUID(new UUIDType())), "uuid"));
  }

  @Test
  @DisplayName("a timestamp of 64 bits says what it counts")
  void ticks() throws IOException {
    byte[] file =
        file(
            7,
            element(Type.INT64, inUnit(TimeUnit.MILLIS(new MilliSeconds()))),
            element(Type.INT64, inUnit(TimeUnit.MICROS(new MicroSeconds()))),
            element(Type.INT64, inUnit(TimeUnit.NANOS(new NanoSeconds()))),
            element(Type.INT64, ConvertedType.TIMESTAMP_MILLIS),
            element(Type.INT64, ConvertedType.TIMESTAMP_MICROS),
            element(Type.INT96),
            element(Type.INT64));
    assertThat(read(file).columns())
        .extracting(ParquetColumn::ticksPerSecond)
        .containsExactly(1_000L, 1_000_000L, 1_000_000_000L, 1_000L, 1_000_000L, 0L, 0L);
  }

  private static LogicalType inUnit(TimeUnit unit) {
    return LogicalType.TIMESTAMP(new TimestampType(false, unit));
  }

  @ParameterizedTest
  @MethodSource("types")
  @DisplayName("a type has one name, whether it is annotated in the old way or the new one")
  void types(SchemaElement element, String expected) throws IOException {
    byte[] file = file(7, element, element(Type.DOUBLE).setName("d"));
    ParquetFooter footer = read(file);
    assertThat(footer.rows()).isEqualTo(7);
    assertThat(footer.columns())
        .extracting(ParquetColumn::name, ParquetColumn::type)
        .containsExactly(tuple("c", expected), tuple("d", "double"));
  }

  @Test
  @DisplayName("columns in columns are no columns of the file")
  void nested() throws IOException {
    SchemaElement list = group("l", 1, LogicalType.LIST(new ListType()));
    SchemaElement repeated = group("list", 1, null);
    repeated.setRepetition_type(FieldRepetitionType.REPEATED);
    SchemaElement map = group("m", 1, LogicalType.MAP(new MapType()));
    SchemaElement struct = group("s", 2, null);
    SchemaElement old = element(Type.INT32).setName("r");
    old.setRepetition_type(FieldRepetitionType.REPEATED);
    byte[] file =
        file(
            1,
            list,
            repeated,
            element(Type.INT32).setName("volume"),
            map,
            group("key_value", 2, null),
            element(Type.INT32).setName("k"),
            element(Type.INT32).setName("v"),
            struct,
            element(Type.INT32).setName("ticker"),
            element(Type.INT32).setName("close"),
            old,
            element(Type.INT64).setName("volume"));
    assertThat(read(file).columns())
        .containsExactly(
            new ParquetColumn("l", "array"),
            new ParquetColumn("m", "map"),
            new ParquetColumn("s", "struct"),
            new ParquetColumn("r", "array"),
            new ParquetColumn("volume", "bigint"));
  }

  private static SchemaElement group(String name, int children, LogicalType logical) {
    SchemaElement element = new SchemaElement(name);
    element.setRepetition_type(FieldRepetitionType.OPTIONAL);
    element.setNum_children(children);
    if (logical != null) {
      element.setLogicalType(logical);
    }
    return element;
  }

  @Test
  @DisplayName("a footer of many columns and a long text is read whole")
  void largeFooter() throws IOException {
    SchemaElement[] elements = new SchemaElement[5000];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = element(Type.DOUBLE).setName("column_with_a_long_name_" + i);
    }
    assertThat(read(file(1L << 40, elements)).columns()).hasSize(5000);
    assertThat(read(file(1L << 40, elements)).rows()).isEqualTo(1L << 40);
  }

  @Test
  @DisplayName("a footer with any byte changed or cut is read or refused, in one line")
  void damaged() throws IOException {
    List<RowGroup> groups = List.of(group(chunk("c", Type.INT64, 4, 9)));
    byte[] file = file(3, groups, element(Type.INT64), decimal(Type.INT32, 9, 2).setName("d"));
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = file.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        changed = Arrays.copyOf(changed, random.nextInt(changed.length));
      }
      try {
        assertThat(read(changed).rows()).isNotNegative();
      } catch (SourceException e) {
        assertThat(e).hasMessageStartingWith("x.parquet is ").message().doesNotContain("\n");
      }
    }
  }

  @Test
  @DisplayName("a schema that claims more than the footer has is refused")
  void claims() {
    // A list of 2^35 elements.
    byte[] footer = {0x15, 2, 0x19, (byte) 0xfc, -1, -1, -1, -1, 127, 0};
    assertThatThrownBy(() -> ParquetFooter.of("x.parquet", footer))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "x.parquet is a damaged Parquet file: its footer cannot be read; mend or remove it, or"
                + " read CSV with a CsvSource");
  }

  @Test
  @DisplayName("statistics of all row groups tell the range of whole numbers")
  void ranges() throws IOException {
    byte[] file =
        file(
            List.of(
                group(chunk("day", Type.INT32, 4, 9), chunk("t", Type.INT64, -3, 1L << 40)),
                group(chunk("day", Type.INT32, -2, 5), chunk("t", Type.INT64, 7, 8))));
    assertThat(read(file).range("day")).contains(new ParquetFooter.Range(-2, 9));
    assertThat(read(file).range("t")).contains(new ParquetFooter.Range(-3, 1L << 40));
    assertThat(read(file).range("other")).isEmpty();
  }

  @Test
  @DisplayName("older statistics count where there are no newer ones")
  void olderStatistics() throws IOException {
    ColumnChunk old = chunk("day", Type.INT32, 4, 9);
    Statistics statistics = new Statistics();
    statistics.setMin(number(Type.INT32, 1));
    statistics.setMax(number(Type.INT32, 2));
    old.getMeta_data().setStatistics(statistics);
    assertThat(read(file(List.of(group(old)))).range("day"))
        .contains(new ParquetFooter.Range(1, 2));
  }

  @Test
  @DisplayName("a range is unknown where a row group has no statistics, or no whole numbers")
  void noRanges() throws IOException {
    ColumnChunk without = chunk("day", Type.INT32, 4, 9);
    without.getMeta_data().unsetStatistics();
    List<RowGroup> groups =
        List.of(
            group(chunk("day", Type.INT32, 4, 9)),
            group(without),
            group(chunk("day", Type.INT32, 1, 2)));
    assertThat(read(file(groups)).range("day")).isEmpty();
    assertThat(read(file(List.of(group(chunk("day", Type.BYTE_ARRAY, 4, 9))))).range("day"))
        .isEmpty();
    assertThat(read(file(List.of(group(chunk("day", Type.INT32, 9, 4))))).range("day")).isEmpty();
    ColumnChunk nested = chunk("day", Type.INT32, 4, 9);
    nested.getMeta_data().setPath_in_schema(List.of("day", "list"));
    assertThat(read(file(List.of(group(nested)))).range("day")).isEmpty();
    assertThat(read(file(List.of())).range("day")).isEmpty();
    assertThat(read(file(3, element(Type.INT32))).rows()).isEqualTo(3);
  }

  private static RowGroup group(ColumnChunk... chunks) {
    return new RowGroup(List.of(chunks), 100, 3);
  }

  private static ColumnChunk chunk(String name, Type type, long least, long most) {
    Statistics statistics = new Statistics();
    statistics.setMin_value(number(type, least));
    statistics.setMax_value(number(type, most));
    statistics.setMax(number(type, 1_000));
    ColumnMetaData meta =
        new ColumnMetaData(
            type, List.of(Encoding.PLAIN), List.of(name), CompressionCodec.SNAPPY, 3, 100, 50, 4);
    meta.setStatistics(statistics);
    ColumnChunk chunk = new ColumnChunk(4);
    chunk.setMeta_data(meta);
    return chunk;
  }

  private static byte[] number(Type type, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return Arrays.copyOf(bytes.array(), type == Type.INT64 ? 8 : 4);
  }

  private static ParquetFooter read(byte[] file) throws IOException {
    return ParquetFooter.of("x.parquet", ParquetFooter.head(new BytesFile("x.parquet", file)));
  }

  private static byte[] file(List<RowGroup> groups) throws IOException {
    return file(3, groups, element(Type.INT32).setName("day"), element(Type.INT64).setName("t"));
  }

  /** A file with a footer and nothing that it speaks of. */
  private static byte[] file(long rows, SchemaElement... elements) throws IOException {
    return file(rows, List.of(), elements);
  }

  private static byte[] file(long rows, List<RowGroup> groups, SchemaElement... elements)
      throws IOException {
    List<SchemaElement> schema = new ArrayList<>();
    int columns = 0;
    for (int i = 0; i < elements.length; i++) {
      schema.add(elements[i]);
    }
    for (int i = 0; i < elements.length; columns++) {
      i = end(elements, i);
    }
    schema.add(0, group("schema", columns, null));
    FileMetaData meta = new FileMetaData(1, schema, rows, groups);
    meta.setKey_value_metadata(List.of(new KeyValue("pandas").setValue("x".repeat(1000))));
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(meta, footer);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    file.write(footer.toByteArray());
    file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    return file.toByteArray();
  }

  /** Where the element after this one and all in it is. */
  private static int end(SchemaElement[] elements, int place) {
    int next = place + 1;
    for (int child = 0; child < elements[place].getNum_children(); child++) {
      next = end(elements, next);
    }
    return next;
  }
}
