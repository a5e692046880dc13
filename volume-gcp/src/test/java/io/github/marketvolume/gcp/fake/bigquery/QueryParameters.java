package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.FieldType;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The parameters of a query as expressions of the engine. */
record QueryParameters(Map<String, String> named, List<String> positional) {

  static QueryParameters parse(JsonNode parameters) {
    Map<String, String> named = new HashMap<>();
    List<String> positional = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      String value = expression(parameter.path("parameterType"), parameter.path("parameterValue"));
      String name = Json.text(parameter, "name");
      if (name.isEmpty()) {
        positional.add(value);
      } else {
        named.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return new QueryParameters(named, positional);
  }

  private static String expression(JsonNode type, JsonNode value) {
    String name = Json.text(type, "type");
    if (!name.equals("ARRAY")) {
      return scalar(FieldType.parse(name), value.path("value"));
    }
    FieldType element = FieldType.parse(Json.text(type.path("arrayType"), "type"));
    List<String> values = new ArrayList<>();
    value.path("arrayValues").forEach(one -> values.add(scalar(element, one.path("value"))));
    return "CAST([" + String.join(", ", values) + "] AS " + element.engineName() + "[])";
  }

  private static String scalar(FieldType type, JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? "CAST(NULL AS " + type.engineName() + ")"
        : type == FieldType.BYTES
            ? type.fromText(Engine.literal(value.asText()))
            : "CAST(" + Engine.literal(value.asText()) + " AS " + type.engineName() + ")";
  }
}
