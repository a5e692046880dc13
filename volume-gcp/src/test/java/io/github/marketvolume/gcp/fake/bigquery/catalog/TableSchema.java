package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of a table, in order. */
public record TableSchema(List<Field> fields) {

  /**
   * A column.
   *
   * @param json all that was said of it: name, type, mode, description
   */
  public record Field(String name, FieldType type, boolean required, ObjectNode json) {

    static Field of(String name, FieldType type) {
      ObjectNode json = Json.object().put("name", name).put("type", type.restName());
      return new Field(name, type, false, json.put("mode", "NULLABLE"));
    }

    static Field parse(JsonNode node) {
      String mode = node.path("mode").asText("NULLABLE");
      String name = Json.text(node, "name");
      if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_ -]{0,299}")) {
        throw ApiException.invalid("Invalid field name \"" + name + "\".");
      }
      if (mode.equals("REPEATED") || node.path("type").asText().matches("RECORD|STRUCT")) {
        throw ApiException.notServed("a nested or repeated column: " + name);
      }
      FieldType type = FieldType.parse(Json.text(node, "type"));
      ObjectNode json = node.deepCopy();
      json.put("type", type.restName()).put("mode", mode);
      return new Field(name, type, mode.equals("REQUIRED"), json);
    }

    public String quoted() {
      return Engine.quote(name);
    }
  }

  /** The columns of a {@code schema} in JSON. */
  public static TableSchema parse(JsonNode schema) {
    List<Field> fields = new ArrayList<>();
    schema.path("fields").forEach(node -> fields.add(Field.parse(node)));
    return new TableSchema(List.copyOf(fields));
  }

  public ObjectNode json() {
    ObjectNode schema = Json.object();
    ArrayNode array = schema.putArray("fields");
    fields.forEach(field -> array.add(field.json().deepCopy()));
    return schema;
  }

  public Optional<Field> find(String name) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).findFirst();
  }

  /** These columns, or all for none, in the order of the table. */
  public TableSchema select(List<String> names) {
    for (String name : names) {
      if (find(name).isEmpty()) {
        throw ApiException.invalid("No such field: " + name);
      }
    }
    return names.isEmpty()
        ? this
        : new TableSchema(
            fields.stream()
                .filter(field -> names.stream().anyMatch(field.name()::equalsIgnoreCase))
                .toList());
  }

  /** The columns as the engine takes them. */
  public String columns() {
    return fields.stream().map(Field::quoted).collect(Collectors.joining(", "));
  }
}
