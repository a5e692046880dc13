package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.Locale;
import java.util.Optional;

/** How a table's rows are partitioned by the time in a column. */
public record TimePartitioning(String type, String field) {

  static Optional<TimePartitioning> of(JsonNode attributes) {
    JsonNode node = attributes.path("timePartitioning");
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    String type = node.path("type").asText();
    String field = Json.text(node, "field");
    if (field.isEmpty()) {
      throw ApiException.notServed("partitioning by the time of ingestion; name a field");
    }
    if (!type.matches("HOUR|DAY|MONTH|YEAR")) {
      throw ApiException.invalid("Invalid value for type: " + type + " is not a valid value");
    }
    return Optional.of(new TimePartitioning(type, field));
  }

  /** A condition of the engine: the row is in the partition of this id. */
  public String holds(String id) {
    String format =
        switch (type) {
          case "HOUR" -> "%Y%m%d%H";
          case "DAY" -> "%Y%m%d";
          case "MONTH" -> "%Y%m";
          default -> "%Y";
        };
    int digits = format.equals("%Y") ? 4 : format.length() / 2 * 2 + 2;
    if (!id.matches("\\d{" + digits + "}")) {
      throw ApiException.invalid(
          "The partition id '"
              + id
              + "' does not fit a table that is partitioned by "
              + type.toLowerCase(Locale.ROOT));
    }
    return "coalesce(strftime(%s, '%s'), '__NULL__') = '%s'"
        .formatted(Engine.quote(field), format, id);
  }

  @Override
  public String toString() {
    return "interval(type:" + type.toLowerCase(Locale.ROOT) + ",field:" + field + ")";
  }
}
