package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.Request;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of tables as the REST API spells them: {@code {f: [{v: "1"}]}}. */
final class RowJson {

  /** Which rows are wanted. */
  record Page(long start, long most, boolean int64Timestamp) {

    private static final long MOST = 50_000;

    static Page of(Request request) {
      return of(
          request.parameter("startIndex").or(() -> request.parameter("pageToken")).orElse("0"),
          request.parameter("pageToken").orElse(""),
          request.parameter("maxResults").map(Long::valueOf).orElse(MOST),
          request.flag("formatOptions.useInt64Timestamp"));
    }

    static Page of(String start, String token, long most, boolean int64Timestamp) {
      return new Page(
          Long.parseLong(token.isEmpty() ? start : token), Math.min(most, MOST), int64Timestamp);
    }
  }

  private RowJson() {}

  /** Adds {@code rows}, {@code totalRows} and, if there are more, {@code pageToken}. */
  static void addTo(
      ObjectNode json, Engine engine, Table table, TableSchema columns, String where, Page page)
      throws SQLException {
    long total = engine.number("SELECT count(*) FROM " + table.relation() + where);
    json.put("totalRows", Long.toString(total));
    String values =
        columns.fields().stream()
            .map(field -> field.type().toText(field.quoted()))
            .collect(Collectors.joining(", "));
    ArrayNode array = json.putArray("rows");
    if (page.most() > 0 && !columns.fields().isEmpty()) {
      String sql =
          "SELECT %s FROM %s%s ORDER BY rowid LIMIT %d OFFSET %d"
              .formatted(values, table.relation(), where, page.most(), page.start());
      for (List<String> row : engine.rows(sql)) {
        ArrayNode cells = array.addObject().putArray("f");
        for (int i = 0; i < row.size(); i++) {
          cells
              .addObject()
              .put("v", spell(columns.fields().get(i).type(), row.get(i), page.int64Timestamp()));
        }
      }
      if (page.start() + array.size() < total) {
        json.put("pageToken", Long.toString(page.start() + array.size()));
      }
    }
  }

  private static String spell(FieldType type, String text, boolean int64Timestamp) {
    if (text == null) {
      return null;
    }
    return switch (type) {
      case TIMESTAMP ->
          int64Timestamp ? text : BigDecimal.valueOf(Long.parseLong(text), 6).toPlainString();
      case NUMERIC -> {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        yield number.signum() == 0 ? "0" : number.toPlainString();
      }
      case FLOAT64 ->
          switch (text) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan" -> "NaN";
            default -> text;
          };
      default -> text;
    };
  }
}
