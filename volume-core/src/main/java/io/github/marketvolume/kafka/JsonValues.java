package io.github.marketvolume.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.marketvolume.intake.BarReceiver;
import io.github.marketvolume.intake.CsvBars;
import io.github.marketvolume.intake.CsvFormat;
import io.github.marketvolume.io.CsvLayout;
import io.github.marketvolume.market.BarColumn;
import io.github.marketvolume.quality.StandardRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Values that are JSON objects. A field is read as the cell of a line of CSV is, so that a number
 * and a date are the same in both.
 */
final class JsonValues implements ValueReader {

  private static final JsonFactory JSON = new JsonFactory();

  private static final List<BarColumn> COLUMNS = List.of(BarColumn.values());

  private static final CsvLayout LAYOUT =
      CsvLayout.named("JSON")
          .date(BarColumn.TRADE_DATE.columnName())
          .ticker(BarColumn.TICKER.columnName())
          .prices(
              BarColumn.OPEN.columnName(),
              BarColumn.HIGH.columnName(),
              BarColumn.LOW.columnName(),
              BarColumn.CLOSE.columnName())
          .adjClose(BarColumn.ADJ_CLOSE.columnName())
          .volume(BarColumn.VOLUME.columnName())
          .splitCoefficient(BarColumn.SPLIT_COEFFICIENT.columnName())
          .vwap(BarColumn.VWAP.columnName())
          .trades(BarColumn.TRADES.columnName());

  /** What an escape of JSON can say, and UTF-8 cannot. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  /** The place of each field among the columns. */
  private static final Map<String, Integer> PLACES = places();

  private final CsvBars bars;
  private final BarReceiver.Gated gated;
  private final String[] cells = new String[COLUMNS.size()];
  private final boolean[] isThere = new boolean[COLUMNS.size()];

  JsonValues(BarReceiver.Gated gated) {
    this.gated = gated;
    this.bars = new CsvBars(new CsvFormat(LAYOUT, true, true), List.of(gated));
    try {
      bars.expect(String.join(",", COLUMNS.stream().map(BarColumn::columnName).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is read from memory
    }
  }

  private static Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    COLUMNS.forEach(column -> places.put(column.columnName(), places.size()));
    return places;
  }

  @Override
  public void read(byte[] value, String ticker, long offset) {
    String problem = split(value);
    if (problem.isEmpty()) {
      bars.readCells(cells, ticker, offset, value);
      return;
    }
    gated
        .receiver()
        .rejected(
            offset,
            gated.gate().refuse(StandardRule.ROW_IS_COMPLETE, problem),
            new String(value, StandardCharsets.UTF_8));
  }

  /** Makes cells of a value; says what is wrong with it, or nothing. */
  private String split(byte[] value) {
    Arrays.fill(cells, "");
    Arrays.fill(isThere, false);
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "the value is not a JSON object";
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        Integer place = PLACES.get(name);
        JsonToken token = json.nextToken();
        if (place == null) {
          json.skipChildren();
          continue;
        }
        if (isThere[place]) {
          return "the value has two fields " + name;
        }
        isThere[place] = true;
        cells[place] = cell(json, token, COLUMNS.get(place));
      }
      if (json.nextToken() != null) {
        return "the value has more than one JSON object";
      }
    } catch (IOException e) {
      return "the value is not JSON";
    }
    return isThere[COLUMNS.indexOf(BarColumn.VOLUME)] ? "" : "there is no field volume";
  }

  private static String cell(JsonParser json, JsonToken token, BarColumn column)
      throws IOException {
    return switch (token) {
      case VALUE_NULL -> "";
      case START_OBJECT, START_ARRAY -> {
        json.skipChildren();
        yield token == JsonToken.START_OBJECT ? "{…}" : "[…]";
      }
      case VALUE_NUMBER_FLOAT ->
          column.type() == Long.class ? withoutZeros(json.getText()) : json.getText();
      default -> LONE_SURROGATE.matcher(json.getText()).replaceAll("\ufffd");
    };
  }

  /** A decimal without the zeros at its end, which the text of a cell might have of thousands. */
  private static String withoutZeros(String decimal) {
    return decimal.contains("e") || decimal.contains("E")
        ? decimal
        : new BigDecimal(decimal).stripTrailingZeros().toPlainString();
  }
}
