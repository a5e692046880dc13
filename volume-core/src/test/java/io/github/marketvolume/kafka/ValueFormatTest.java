package io.github.marketvolume.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.marketvolume.error.InvalidPlanException;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.io.NumberForm;
import io.github.marketvolume.market.Bar;
import io.github.marketvolume.market.RejectedRow;
import io.github.marketvolume.market.Ticker;
import io.github.marketvolume.quality.BarRules;
import io.github.marketvolume.quality.FractionalVolume;
import io.github.marketvolume.quality.StandardRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What values of each format are, and what is said of those that are no bars. */
class ValueFormatTest {

  private static final KafkaTopic JSON = KafkaTopic.at("broker:9092", "bars");

  private static final LocalDate MONDAY = LocalDate.of(2020, 1, 6);

  private static final Bar WHOLE =
      Bar.builder()
          .ticker(Ticker.of("AAA"))
          .tradeDate(MONDAY)
          .open(10.5)
          .high(11.25)
          .low(10)
          .close(10.75)
          .adjClose(5.375)
          .volume(1200)
          .build();

  @TempDir private Path folder;

  private static KafkaValue read(KafkaTopic topic, @Nullable String key, byte @Nullable [] value) {
    KafkaRecords conversion = new KafkaRecords(topic);
    conversion.add(2, 41, key == null ? null : key.getBytes(UTF_8), value);
    assertThat(conversion.values()).hasSize(1);
    return conversion.values().get(0);
  }

  private static Bar bar(KafkaTopic topic, @Nullable String key, String value) {
    KafkaValue read = read(topic, key, value.getBytes(UTF_8));
    assertThat(read).isInstanceOf(KafkaValue.Taken.class);
    return ((KafkaValue.Taken) read).bar();
  }

  private static RejectedRow rejected(
      KafkaTopic topic, @Nullable String key, byte @Nullable [] value) {
    KafkaValue read = read(topic, key, value);
    assertThat(read).isInstanceOf(KafkaValue.Rejected.class);
    assertThat(read.partition()).isEqualTo(2);
    assertThat(read.offset()).isEqualTo(41);
    RejectedRow row = ((KafkaValue.Rejected) read).row();
    assertThat(row.origin()).isEqualTo("kafka://broker:9092/bars partition 2");
    assertThat(row.line()).hasValue(41);
    return row;
  }

  private static String reason(KafkaTopic topic, @Nullable String key, String value) {
    RejectedRow row = rejected(topic, key, value.getBytes(UTF_8));
    return row.rule() + ": " + row.reason();
  }

  @Test
  @DisplayName("JSON has numbers or texts of them, in any order; other fields are ignored")
  void json() {
    assertThat(
            bar(
                JSON,
                null,
                "{\"ticker\":\"AAA\",\"x\":{\"volume\":[1]},\"volume\":1200,\"open\":10.5,"
                    + "\"high\":11.25,\"low\":10,\"close\":10.75,\"adj_close\":5.375,"
                    + "\"trade_date\":\"2020-01-06\"}"))
        .isEqualTo(WHOLE);
    assertThat(
            bar(
                JSON,
                "AAA",
                " {\"trade_date\":\"2020-01-06\",\"volume\":\"1.2e3\",\"open\":\"10.5\","
                    + "\"high\":\"11.25\",\"low\":\"10.0\",\"close\":\"10.75\","
                    + "\"adj_close\":\"5.375\"}\n"))
        .isEqualTo(WHOLE);
  }

  @Test
  @DisplayName("JSON may have the optional columns, and null where something is missing")
  void jsonOptional() {
    assertThat(
            bar(
                JSON,
                "AAA",
                "{\"trade_date\":\"2020-01-06\",\"ticker\":null,\"volume\":null,\"close\":null,"
                    + "\"split_coefficient\":4,\"vwap\":10.25,\"trades\":17}"))
        .isEqualTo(
            Bar.builder()
                .ticker(Ticker.of("AAA"))
                .tradeDate(MONDAY)
                .splitCoefficient(4)
                .vwap(10.25)
                .trades(17)
                .build());
  }

  @Test
  @DisplayName("a number of JSON may end in zeros, which a text of thousands may not")
  void zeros() {
    assertThat(bar(JSON, "A", "{\"trade_date\":\"2020-01-06\",\"volume\":250.000}").volume())
        .hasValue(250);
    assertThat(reason(JSON, "A", "{\"trade_date\":\"2020-01-06\",\"volume\":\"250.000\"}"))
        .isEqualTo(
            "volume-is-integer: volume \"250.000\" may be a decimal or have thousands; declare"
                + " which by the layout's numbers(...)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "prices|row-is-complete: the value is not JSON",
        "``|row-is-complete: the value is not a JSON object",
        "[1]|row-is-complete: the value is not a JSON object",
        "12|row-is-complete: the value is not a JSON object",
        "{'volume':1|row-is-complete: the value is not JSON",
        "{'trade_date':'2020-01-06','volume':1} {}|row-is-complete: the value has more than one"
            + " JSON object",
        "{'volume':1,'volume':2}|row-is-complete: the value has two fields volume",
        "{'trade_date':'2020-01-06'}|row-is-complete: there is no field volume",
        "{'volume':1}|date-is-present: there is no date",
        "{'trade_date':null,'volume':1}|date-is-present: there is no date",
        "{'trade_date':'6.1.2020','volume':1}|date-is-valid: trade_date \"6.1.2020\" is not a date"
            + " of the form uuuu-MM-dd",
        "{'trade_date':18267,'volume':1}|date-is-valid: trade_date \"18267\" is not a date of the"
            + " form uuuu-MM-dd",
        "{'trade_date':'2020-01-06','volume':1,'close':'high'}|price-is-number: close \"high\" is"
            + " not a number",
        "{'trade_date':'2020-01-06','volume':1,'close':true}|price-is-number: close \"true\" is not"
            + " a number",
        "{'trade_date':'2020-01-06','volume':1,'close':{'a':1}}|price-is-number: close \"{…}\" is"
            + " not a number",
        "{'trade_date':'2020-01-06','volume':[1]}|volume-is-integer: volume \"[…]\" is not a whole"
            + " number of at most 15 digits",
        "{'trade_date':'2020-01-06','volume':1.5}|volume-is-integer: volume \"1.5\" is not a whole"
            + " number of at most 15 digits",
        "{'trade_date':'2020-01-06','volume':1e999999999}|volume-is-integer: volume"
            + " \"1e999999999\" is not a whole number of at most 15 digits",
        "{'trade_date':'2020-01-06','volume':-1}|volume-is-not-negative: volume -1 is negative",
        "{'trade_date':'2020-01-06','volume':1,'ticker':'B'}|ticker-is-valid: the key \"A\" of the"
            + " record is not the ticker \"B\" of its value",
        "{'trade_date':'2020-01-06','volume':1,'ticker':'A B'}|ticker-is-valid: ticker \"A B\" is"
            + " not 1 to 32 visible characters without white space",
        "{'trade_date':'2020-01-06','volume':1,'ticker':'A\\ud800'}|ticker-is-valid: ticker"
            + " \"A\ufffd\" is not UTF-8; declare the charset of the CSV layout",
      })
  @DisplayName("JSON that is no bar is rejected, with what is wrong and its text")
  void noJson(String value, String reason) {
    String json = value.replace('\'', '"');
    assertThat(reason(JSON, "A", json)).isEqualTo(reason);
    if (!json.isEmpty()) {
      assertThat(rejected(JSON, "A", json.getBytes(UTF_8)).text()).isPresent();
    }
  }

  @Test
  @DisplayName("a record without a value, or without a ticker, is rejected")
  void missing() {
    assertThat(rejected(JSON, "A", null).describe())
        .isEqualTo(
            "kafka://broker:9092/bars partition 2:41: there is no value; a deletion is not a bar,"
                + " send one that corrects the other (rule row-is-complete)");
    String bar = "{\"trade_date\":\"2020-01-06\",\"volume\":1}";
    assertThat(reason(JSON, null, bar)).isEqualTo("ticker-is-present: there is no ticker");
    assertThat(reason(JSON, "", bar)).isEqualTo("ticker-is-present: there is no ticker");
    assertThat(rejected(JSON, "A", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}).reason())
        .isEqualTo("the value is not JSON");
  }

  @Test
  @DisplayName("a long value is shown by its beginning")
  void longText() {
    String value = "x".repeat(999) + "\ud83d\ude00" + "y".repeat(5000);
    assertThat(rejected(JSON, "A", value.getBytes(UTF_8)).text()).contains("x".repeat(999) + "…");
  }

  @Test
  @DisplayName("bars are checked by the rules of the topic")
  void rules() {
    String fraction = "{\"trade_date\":\"2020-01-06\",\"volume\":1.5,\"close\":-1}";
    assertThat(reason(JSON, "A", fraction)).startsWith("volume-is-integer");
    KafkaTopic lenient =
        JSON.checkedBy(
            BarRules.standard()
                .fractionalVolume(FractionalVolume.KEEP)
                .relaxing(StandardRule.PRICE_IS_NOT_NEGATIVE));
    assertThat(bar(lenient, "A", fraction).exactVolume()).hasValue(1.5);
    assertThat(bar(lenient, "A", fraction).close()).hasValue(-1);
  }

  @Test
  @DisplayName("CSV has the columns of its layout in the usual order, or in that of a header")
  void csv() {
    KafkaTopic usual = JSON.values(ValueFormat.csv(CsvLayout.KAGGLE));
    assertThat(bar(usual, "AAA", "2020-01-06,AAA,10.5,11.25,10,10.75,5.375,1200")).isEqualTo(WHOLE);
    KafkaTopic other =
        JSON.values(
            ValueFormat.csv(CsvLayout.KAGGLE, "Date,Symbol,Adj Close,Close,High,Low,Open,Volume"));
    assertThat(bar(other, null, "2020-01-06,AAA,5.375,10.75,11.25,10,10.5,1200\r\n"))
        .isEqualTo(WHOLE);
  }

  @Test
  @DisplayName("the key is the ticker of a line without one, each line its own")
  void csvKey() {
    KafkaTopic topic = JSON.values(ValueFormat.csv(CsvLayout.named("x").date("d").volume("v")));
    KafkaRecords conversion = new KafkaRecords(topic);
    conversion.add(0, 0, "A".getBytes(UTF_8), "2020-01-06,1".getBytes(UTF_8));
    conversion.add(0, 1, "B".getBytes(UTF_8), "2020-01-06,2".getBytes(UTF_8));
    conversion.add(0, 2, null, "2020-01-06,3".getBytes(UTF_8));
    assertThat(conversion.values().subList(0, 2))
        .containsExactly(
            new KafkaValue.Taken(0, 0, Bar.of("A", MONDAY, 1)),
            new KafkaValue.Taken(0, 1, Bar.of("B", MONDAY, 2)));
    assertThat(((KafkaValue.Rejected) conversion.values().get(2)).row().reason())
        .isEqualTo("there is no ticker");

    KafkaTopic withTicker =
        JSON.values(ValueFormat.csv(CsvLayout.named("x").date("d").ticker("t").volume("v")));
    KafkaRecords mixed = new KafkaRecords(withTicker);
    mixed.add(0, 0, null, "2020-01-06,A,1".getBytes(UTF_8));
    mixed.add(0, 1, "B".getBytes(UTF_8), "2020-01-06,,2".getBytes(UTF_8));
    mixed.add(0, 2, null, "2020-01-06,A,3".getBytes(UTF_8));
    assertThat(mixed.values())
        .containsExactly(
            new KafkaValue.Taken(0, 0, Bar.of("A", MONDAY, 1)),
            new KafkaValue.Taken(0, 1, Bar.of("B", MONDAY, 2)),
            new KafkaValue.Taken(0, 2, Bar.of("A", MONDAY, 3)));
  }

  @Test
  @DisplayName("lines are read in the charset, delimiter and forms of their layout")
  void csvForms() {
    CsvLayout german =
        CsvLayout.named("desk")
            .delimiter(';')
            .date("Datum")
            .datePattern("dd.MM.uuuu")
            .ticker("Kürzel")
            .close("Schluss")
            .volume("Stück")
            .numbers(NumberForm.decimalComma().thousands('.'))
            .charset("windows-1252")
            .leadingLines(3);
    KafkaTopic topic = JSON.values(ValueFormat.csv(german));
    byte[] value = "06.01.2020;BÜR;1.234,5;250.000".getBytes(Charset.forName("windows-1252"));
    assertThat(read(topic, null, value))
        .isEqualTo(
            new KafkaValue.Taken(
                2,
                41,
                Bar.builder()
                    .ticker(Ticker.of("BÜR"))
                    .tradeDate(MONDAY)
                    .close(1234.5)
                    .volume(250_000)
                    .build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2020-01-06,1,2|there are 3 cells, and the header has 2",
        "\"2020-01-06,1|a quote is not closed",
        "' '|the value is blank",
        "''|the value is blank",
        "d,v|d \"d\" is not a date of the form uuuu-MM-dd",
        "2020-01-06,x|v \"x\" is not a whole number of at most 15 digits",
      })
  @DisplayName("a line that is no bar is rejected, also one that is a header")
  void noCsv(String line, String reason) {
    KafkaTopic topic = JSON.values(ValueFormat.csv(CsvLayout.named("x").date("d").volume("v")));
    assertThat(rejected(topic, "A", line.getBytes(UTF_8)).reason()).isEqualTo(reason);
  }

  @Test
  @DisplayName("several lines, or a very long one, are one rejected value")
  void manyLines() {
    KafkaTopic topic = JSON.values(ValueFormat.csv(CsvLayout.named("x").date("d").volume("v")));
    assertThat(rejected(topic, "A", "2020-01-06,1\n2020-01-07,2\n".getBytes(UTF_8)).reason())
        .isEqualTo("the value has several lines; send one bar in each");
    assertThat(rejected(topic, "A", new byte[(1 << 20) + 1]).reason())
        .isEqualTo("the line has more than 1 MB");
  }

  @Test
  @DisplayName("a header that is not the layout's is refused at once")
  void wrongHeader() {
    assertThatThrownBy(() -> ValueFormat.csv(CsvLayout.KAGGLE, "a,b"))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "the header \"a,b\" does not fit the kaggle layout: expected"
                + " Date,Symbol,Open,High,Low,Close,Adj Close,Volume; found a,b");
    assertThatThrownBy(() -> ValueFormat.csv(CsvLayout.KAGGLE, ""))
        .isInstanceOf(InvalidPlanException.class);
  }

  private Path schema(String text) throws IOException {
    return Files.writeString(folder.resolve("bar.avsc"), text.replace('\'', '"'));
  }

  private static final String FIELDS =
      """
      {'name':'venue','type':{'type':'array','items':'string'}},
      {'name':'ticker','type':['null','string']},
      {'name':'trade_date','type':{'type':'int','logicalType':'date'}},
      {'name':'open','type':'float'},
      {'name':'high','type':'double'},
      {'name':'low','type':'int'},
      {'name':'close','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}},
      {'name':'adj_close','type':['double','null']},
      {'name':'volume','type':['null','long']}
      """;

  private static String record(String fields) {
    return "{'type':'record','name':'B','fields':[" + fields + "]}";
  }

  private static byte[] encoded(Schema schema, GenericData.Record record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericData.Record>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private byte[] wholeRecord(Path file, @Nullable String ticker) throws IOException {
    Schema schema = new Schema.Parser().parse(Files.readString(file));
    GenericData.Record record = new GenericData.Record(schema);
    record.put("venue", List.of("XNYS", "XNAS"));
    record.put("ticker", ticker);
    record.put("trade_date", (int) MONDAY.toEpochDay());
    record.put("open", 10.5f);
    record.put("high", 11.25);
    record.put("low", 10);
    record.put("close", ByteBuffer.wrap(new BigDecimal("10.75").unscaledValue().toByteArray()));
    record.put("adj_close", 5.375);
    record.put("volume", 1200L);
    return encoded(schema, record);
  }

  @Test
  @DisplayName("Avro has numbers of any type, dates, and unions with null")
  void avro() throws IOException {
    Path file = schema(record(FIELDS));
    KafkaTopic topic = JSON.values(ValueFormat.avro(file));
    assertThat(read(topic, "AAA", wholeRecord(file, "AAA")))
        .isEqualTo(new KafkaValue.Taken(2, 41, WHOLE));
    assertThat(read(topic, "AAA", wholeRecord(file, null)))
        .isEqualTo(new KafkaValue.Taken(2, 41, WHOLE));
    assertThat(rejected(topic, "BBB", wholeRecord(file, "AAA")).describe())
        .isEqualTo(
            "kafka://broker:9092/bars partition 2:41: the key \"BBB\" of the record is not the"
                + " ticker \"AAA\" of its value (rule ticker-is-valid)");
    assertThat(rejected(topic, null, wholeRecord(file, null)).reason())
        .isEqualTo("there is no ticker");
  }

  @Test
  @DisplayName("a date of Avro may be a text")
  void avroDate() throws IOException {
    Path file =
        schema(record("{'name':'trade_date','type':'string'},{'name':'volume','type':'int'}"));
    KafkaTopic topic = JSON.values(ValueFormat.avro(file));
    Schema schema = new Schema.Parser().parse(Files.readString(file));
    GenericData.Record record = new GenericData.Record(schema);
    record.put("trade_date", "2020-01-06");
    record.put("volume", 7);
    assertThat(read(topic, "A", encoded(schema, record)))
        .isEqualTo(new KafkaValue.Taken(2, 41, Bar.of("A", MONDAY, 7)));
    record.put("trade_date", "monday");
    assertThat(rejected(topic, "A", encoded(schema, record)).reason())
        .isEqualTo("trade date \"monday\" is not a date of the form uuuu-MM-dd");
  }

  @Test
  @DisplayName("bytes that are not of the schema are rejected, wherever they are cut")
  void damagedAvro() throws IOException {
    Path file = schema(record(FIELDS));
    KafkaTopic topic = JSON.values(ValueFormat.avro(file));
    byte[] whole = wholeRecord(file, "AAA");
    for (int length = 0; length < whole.length; length++) {
      RejectedRow row = rejected(topic, "AAA", java.util.Arrays.copyOf(whole, length));
      assertThat(row.reason())
          .isEqualTo(
              "the value of "
                  + length
                  + " bytes is not a record of the schema in Avro's binary form");
      assertThat(row.text()).isEmpty();
    }
    assertThat(rejected(topic, "AAA", java.util.Arrays.copyOf(whole, whole.length + 1)).rule())
        .isEqualTo("row-is-complete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense|is not a schema of Avro: ",
        "'string'|is a schema of string; give that of a record",
        "{'type':'record','name':'B','fields':[{'name':'volume','type':'int'}]}|has no field"
            + " trade_date; every bar needs one",
        "{'type':'record','name':'B','fields':[{'name':'trade_date','type':'string'}]}|has no field"
            + " volume; every bar needs one",
        "{'type':'record','name':'B','fields':[{'name':'volume','type':'string'}]}|: the field"
            + " volume is of type string; it may be int, long, float, double or decimal",
        "{'type':'record','name':'B','fields':[{'name':'trade_date','type':{'type':'long',"
            + "'logicalType':'timestamp-millis'}}]}|: the field trade_date is of type"
            + " timestamp-millis; it may be of the logical type date, or a string",
        "{'type':'record','name':'B','fields':[{'name':'ticker','type':['null','int']}]}|: the"
            + " field ticker is of type int; it may be a string",
      })
  @DisplayName("a schema that is not of bars is refused at once")
  void wrongSchema(String text, String reason) throws IOException {
    Path file = schema(text);
    assertThatThrownBy(() -> ValueFormat.avro(file))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("a schema that cannot be read is refused at once")
  void noSchema() {
    Path file = folder.resolve("none.avsc");
    assertThatThrownBy(() -> ValueFormat.avro(file))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessage(
            "cannot read the schema " + file + ": there is no such file; name a file .avsc");
  }

  @Test
  @DisplayName("fields of any other type are passed over")
  void otherFields() throws IOException {
    Path file =
        schema(
            record(
                """
                {'name':'a','type':{'type':'map','values':{'type':'array','items':'int'}}},
                {'name':'b','type':['null','boolean','double']},
                {'name':'c','type':{'type':'fixed','name':'F','size':3}},
                {'name':'d','type':{'type':'enum','name':'E','symbols':['X','Y']}},
                {'name':'e','type':{'type':'record','name':'R','fields':[
                  {'name':'f','type':'bytes'},{'name':'g','type':'float'}]}},
                {'name':'trade_date','type':'string'},
                {'name':'volume','type':'int'},
                {'name':'h','type':'null'}
                """));
    Schema schema = new Schema.Parser().parse(Files.readString(file));
    GenericData.Record inner = new GenericData.Record(schema.getField("e").schema());
    inner.put("f", ByteBuffer.wrap(new byte[300]));
    inner.put("g", 1.5f);
    GenericData.Record record = new GenericData.Record(schema);
    record.put("a", Map.of("x", List.of(1, 2, 3), "y", List.of()));
    record.put("b", 2.5);
    record.put("c", new GenericData.Fixed(schema.getField("c").schema(), new byte[3]));
    record.put("d", new GenericData.EnumSymbol(schema.getField("d").schema(), "Y"));
    record.put("e", inner);
    record.put("trade_date", "2020-01-06");
    record.put("volume", 7);
    KafkaTopic topic = JSON.values(ValueFormat.avro(file));
    assertThat(read(topic, "A", encoded(schema, record)))
        .isEqualTo(new KafkaValue.Taken(2, 41, Bar.of("A", MONDAY, 7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "CSV of the yahoo layout"})
  @DisplayName("a format has a name")
  void names(String name) {
    assertThat(List.of(ValueFormat.json(), ValueFormat.csv(CsvLayout.YAHOO)))
        .extracting(ValueFormat::toString)
        .contains(name);
  }

  @Property
  void aBarThatWasWritten_isRead(
      @ForAll @DoubleRange(min = 0.000001, max = 1e9) @Scale(6) double price,
      @ForAll @LongRange(min = 1, max = 999_999_999_999_999L) long volume) {
    Bar bar =
        Bar.builder()
            .ticker(Ticker.of("AAA"))
            .tradeDate(MONDAY)
            .close(price)
            .volume(volume)
            .build();
    String json =
        "{\"trade_date\":\"2020-01-06\",\"close\":" + price + ",\"volume\":" + volume + "}";
    assertThat(bar(JSON, "AAA", json)).isEqualTo(bar);
    KafkaTopic csv =
        JSON.values(
            ValueFormat.csv(CsvLayout.named("x").date("d").close("c").volume("v"), "v,c,d"));
    assertThat(bar(csv, "AAA", volume + "," + price + ",2020-01-06")).isEqualTo(bar);
  }

  @Property
  void whateverBytesCome_eachRecordIsOneValue(@ForAll @Size(max = 60) byte[] value)
      throws IOException {
    AvroSchema schema = AvroSchema.parse("bar.avsc", record(FIELDS).replace('\'', '"'));
    for (KafkaTopic topic : List.of(JSON, JSON.values(ValueFormat.csv(CsvLayout.KAGGLE)))) {
      assertThatCode(() -> read(topic, "AAA", value)).doesNotThrowAnyException();
    }
    KafkaValueCounter counter = new KafkaValueCounter();
    new AvroValues(schema, counter.gated()).read(value, "AAA", 0);
    assertThat(counter.count()).isEqualTo(1);
  }
}
