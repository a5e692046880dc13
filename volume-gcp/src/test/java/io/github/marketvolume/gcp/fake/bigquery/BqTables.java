package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Dataset;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Sql;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TimePartitioning;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code bigquery.tables}. */
final class BqTables {

  private static final String ALL = "/bigquery/v2/projects/{project}/datasets/{dataset}/tables";
  private static final String ONE = ALL + "/{table}";

  private final Catalog catalog;
  private final Engine engine;
  private final QueryRunner queries;
  private final Supplier<String> endpoint;

  BqTables(Catalog catalog, Supplier<String> endpoint) {
    this.catalog = catalog;
    this.engine = catalog.engine();
    this.queries = new QueryRunner(catalog);
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    router.add("POST", ALL, "bigquery.tables.insert", in(this::insert));
    router.add("GET", ALL, "bigquery.tables.list", in(this::list));
    router.add("GET", ONE, "bigquery.tables.get", in(this::get));
    router.add("PATCH", ONE, "bigquery.tables.patch", in(this::patch));
    router.add("PUT", ONE, "bigquery.tables.update", in(this::update));
    router.add("DELETE", ONE, "bigquery.tables.delete", in(this::delete));
  }

  /** A handler that asks the engine. */
  interface Work {
    Response handle(Request request, ObjectNode body) throws SQLException;
  }

  private Router.Handler in(Work work) {
    return request -> {
      ObjectNode body = request.json();
      synchronized (catalog) {
        return Sql.run(() -> work.handle(request, body));
      }
    };
  }

  private Response insert(Request request, ObjectNode body) throws SQLException {
    TableName name =
        TableName.of(
            request.variable("project"),
            request.variable("dataset"),
            Json.text(body.path("tableReference"), "tableId"));
    catalog.dataset(name.project(), name.dataset());
    if (catalog.find(name).isPresent()) {
      throw ApiException.duplicate("Already Exists: Table " + name);
    }
    for (String refused :
        List.of(
            "externalDataConfiguration",
            "materializedView",
            "rangePartitioning",
            "snapshotDefinition")) {
      if (body.has(refused)) {
        throw ApiException.notServed("a table with " + refused);
      }
    }
    ObjectNode attributes = attributes(body);
    Table table;
    if (body.has("view")) {
      table = catalog.addTable(name, attributes, viewSchema(body, name), "");
    } else {
      TableSchema schema = TableSchema.parse(body.path("schema"));
      String relation = engine.newRelation();
      engine.createTable(relation, schema);
      table = catalog.addTable(name, attributes, schema, relation);
    }
    return resource(table);
  }

  private TableSchema viewSchema(ObjectNode body, TableName name) {
    ObjectNode query = body.path("view").deepCopy();
    query.put("useLegacySql", body.path("view").path("useLegacySql").asBoolean(true));
    return queries.run(query, name.project(), Optional.empty(), true).schema();
  }

  private Response list(Request request, ObjectNode none) {
    Dataset dataset = catalog.dataset(request.variable("project"), request.variable("dataset"));
    long most = request.parameter("maxResults").map(Long::valueOf).orElse(1000L);
    String after = request.parameter("pageToken").orElse("");
    ObjectNode json = Json.object().put("kind", "bigquery#tableList");
    ArrayNode tables = json.putArray("tables");
    String last = "";
    for (Table table : dataset.tables().values()) {
      if (table.name().table().compareTo(after) <= 0 || catalog.find(table.name()).isEmpty()) {
        continue;
      }
      if (tables.size() == most) {
        json.put("nextPageToken", last);
        break;
      }
      tables.add(table.resource(endpoint.get()).without(List.of("schema")));
      last = table.name().table();
    }
    json.put("totalItems", dataset.tables().size());
    return Response.json(200, json);
  }

  private Response get(Request request, ObjectNode none) throws SQLException {
    return resource(catalog.table(name(request)));
  }

  private Response patch(Request request, ObjectNode body) throws SQLException {
    Table table = catalog.table(name(request));
    ifMatch(request, table.etag());
    ObjectNode attributes = table.attributes().deepCopy();
    Json.merge(attributes, attributes(body));
    return change(table, body, attributes);
  }

  private Response update(Request request, ObjectNode body) throws SQLException {
    Table table = catalog.table(name(request));
    ifMatch(request, table.etag());
    return change(table, body, attributes(body));
  }

  private Response change(Table table, ObjectNode body, ObjectNode attributes) throws SQLException {
    TableSchema schema = table.schema();
    if (body.has("view")) {
      schema = viewSchema(Json.object().set("view", attributes.get("view")), table.name());
    } else if (body.path("schema").path("fields").isArray()) {
      schema = TableSchema.parse(body.path("schema"));
      if (!table.view()) {
        changeColumns(table, schema);
      }
    }
    table.describe(attributes, schema);
    return resource(table);
  }

  private void changeColumns(Table table, TableSchema schema) throws SQLException {
    String mismatch = "Provided Schema does not match Table " + table.name() + ". ";
    for (TableSchema.Field old : table.schema().fields()) {
      TableSchema.Field now =
          schema
              .find(old.name())
              .orElseThrow(
                  () ->
                      ApiException.invalid(
                          mismatch + "Field " + old.name() + " is missing in new schema"));
      if (now.type() != old.type()) {
        throw ApiException.invalid(
            "%sField %s has changed type from %s to %s"
                .formatted(mismatch, old.name(), old.type().restName(), now.type().restName()));
      }
      if (now.required() && !old.required()) {
        throw ApiException.invalid(
            mismatch + "Field " + old.name() + " has changed mode from NULLABLE to REQUIRED");
      }
    }
    for (TableSchema.Field field : schema.fields()) {
      Optional<TableSchema.Field> old = table.schema().find(field.name());
      if (old.isEmpty()) {
        if (field.required()) {
          throw ApiException.invalid(
              mismatch
                  + "Cannot add required fields to an existing schema. (field: "
                  + field.name()
                  + ")");
        }
        engine.update(
            "ALTER TABLE %s ADD COLUMN %s %s"
                .formatted(table.relation(), field.quoted(), field.type().engineName()));
      } else if (old.get().required() && !field.required()) {
        engine.update(
            "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
                .formatted(table.relation(), field.quoted()));
      }
    }
  }

  private Response delete(Request request, ObjectNode none) throws SQLException {
    TableName name = name(request);
    Table table = catalog.table(name);
    if (name.partition().isPresent()) {
      TimePartitioning by =
          table
              .partitioning()
              .orElseThrow(() -> ApiException.invalid(name.whole() + " is not partitioned"));
      engine.update(
          "DELETE FROM " + table.relation() + " WHERE " + by.holds(name.partition().get()));
      table.touch();
    } else {
      catalog.dropTable(table);
    }
    return Response.empty(204);
  }

  static void ifMatch(Request request, String etag) {
    Optional<String> wanted = request.header("If-Match");
    if (wanted.isPresent() && !wanted.get().equals("*") && !wanted.get().equals(etag)) {
      throw new ApiException(412, "conditionNotMet", "Precondition check failed.");
    }
  }

  private static TableName name(Request request) {
    return TableName.of(
        request.variable("project"), request.variable("dataset"), request.variable("table"));
  }

  /** What a caller may say of a table, but for its name and columns. */
  private static ObjectNode attributes(ObjectNode body) {
    ObjectNode attributes = Json.object();
    for (String name :
        List.of(
            "friendlyName",
            "description",
            "labels",
            "expirationTime",
            "timePartitioning",
            "clustering",
            "requirePartitionFilter",
            "view")) {
      JsonNode value = body.get(name);
      if (value != null) {
        attributes.set(name, value.deepCopy());
      }
    }
    return attributes;
  }

  private Response resource(Table table) throws SQLException {
    return Response.json(200, catalog.resource(table, endpoint.get()));
  }
}
