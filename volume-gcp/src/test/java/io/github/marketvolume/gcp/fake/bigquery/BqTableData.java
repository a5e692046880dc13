package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.EngineErrors;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Sql;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** {@code bigquery.tabledata}. */
final class BqTableData {

  private static final String TABLE =
      "/bigquery/v2/projects/{project}/datasets/{dataset}/tables/{table}";

  private final Catalog catalog;

  BqTableData(Catalog catalog) {
    this.catalog = catalog;
  }

  void addTo(Router router) {
    router.add("GET", TABLE + "/data", "bigquery.tabledata.list", this::list);
    router.add("POST", TABLE + "/insertAll", "bigquery.tabledata.insertAll", this::insertAll);
  }

  private Table table(Request request) {
    Table table =
        catalog.table(
            TableName.of(
                request.variable("project"),
                request.variable("dataset"),
                request.variable("table")));
    if (table.view()) {
      throw ApiException.invalid("Cannot list a table of type VIEW.");
    }
    return table;
  }

  private Response list(Request request) throws IOException {
    synchronized (catalog) {
      Table table = table(request);
      List<String> selected =
          request
              .parameter("selectedFields")
              .map(text -> List.of(text.split(",")))
              .orElse(List.of());
      Optional<String> partition = TableName.of("", "", request.variable("table")).partition();
      String where =
          partition
              .map(
                  id ->
                      " WHERE "
                          + table
                              .partitioning()
                              .orElseThrow(() -> ApiException.invalid("not partitioned"))
                              .holds(id))
              .orElse("");
      ObjectNode json = Json.object().put("kind", "bigquery#tableDataList");
      return Sql.run(
          () -> {
            RowJson.addTo(
                json,
                catalog.engine(),
                table,
                table.schema().select(selected),
                where,
                RowJson.Page.of(request));
            return Response.json(200, json);
          });
    }
  }

  private Response insertAll(Request request) throws IOException {
    ObjectNode body = request.json();
    synchronized (catalog) {
      Table table = table(request);
      boolean ignoreUnknown = body.path("ignoreUnknownValues").asBoolean();
      List<List<String>> rows = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      ObjectNode json = Json.object().put("kind", "bigquery#tableDataInsertAllResponse");
      ArrayNode errors = Json.object().putArray("insertErrors");
      int index = 0;
      for (JsonNode row : body.path("rows")) {
        String id = Json.text(row, "insertId");
        Optional<String> error = error(table.schema(), row.path("json"), ignoreUnknown);
        if (error.isPresent()) {
          errors
              .addObject()
              .put("index", index)
              .putArray("errors")
              .addObject()
              .put("reason", "invalid")
              .put("location", "")
              .put("message", error.get());
        } else if (id.isEmpty() || (!table.insertIds().contains(id) && !ids.contains(id))) {
          ids.add(id);
          rows.add(values(table.schema(), row.path("json")));
        }
        index++;
      }
      if (!errors.isEmpty()) {
        json.set("insertErrors", errors);
        if (!body.path("skipInvalidRows").asBoolean()) {
          return Response.json(200, json);
        }
      }
      try {
        catalog.engine().append(table.relation(), table.schema(), rows);
      } catch (SQLException e) {
        throw ApiException.invalid(EngineErrors.of(e, "insertAll").getMessage());
      }
      table.insertIds().addAll(ids);
      table.touch();
      return Response.json(200, json);
    }
  }

  private static Optional<String> error(TableSchema schema, JsonNode row, boolean ignoreUnknown) {
    for (Iterator<String> names = row.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.find(name).isEmpty() && !ignoreUnknown) {
        return Optional.of("no such field: " + name + ".");
      }
    }
    for (TableSchema.Field field : schema.fields()) {
      if (field.required() && row.path(field.name()).asText("").isEmpty()) {
        return Optional.of("Missing required field: " + field.name() + ".");
      }
    }
    return Optional.empty();
  }

  private static List<String> values(TableSchema schema, JsonNode row) {
    List<String> values = new ArrayList<>();
    for (TableSchema.Field field : schema.fields()) {
      JsonNode value = row.path(field.name());
      values.add(value.isMissingNode() || value.isNull() ? null : text(field.type(), value));
    }
    return values;
  }

  private static String text(FieldType type, JsonNode value) {
    if (type == FieldType.TIMESTAMP && value.isNumber()) {
      return Instant.EPOCH.plusNanos(value.decimalValue().movePointRight(9).longValue()).toString();
    }
    return value.asText();
  }
}
