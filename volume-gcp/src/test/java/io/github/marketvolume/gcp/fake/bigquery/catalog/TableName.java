package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.Optional;

/**
 * The full name of a table.
 *
 * @param partition what follows a {@code $}, such as {@code 202001}
 */
public record TableName(String project, String dataset, String table, Optional<String> partition) {

  public static TableName of(String project, String dataset, String table) {
    int dollar = table.indexOf('$');
    return dollar < 0
        ? new TableName(project, dataset, table, Optional.empty())
        : new TableName(
            project, dataset, table.substring(0, dollar), Optional.of(table.substring(dollar + 1)));
  }

  public static TableName parse(JsonNode reference, String defaultProject) {
    String project = Json.text(reference, "projectId");
    return of(
        project.isEmpty() ? defaultProject : project,
        Json.text(reference, "datasetId"),
        Json.text(reference, "tableId"));
  }

  public TableName whole() {
    return new TableName(project, dataset, table, Optional.empty());
  }

  public ObjectNode json() {
    return Json.object().put("projectId", project).put("datasetId", dataset).put("tableId", table);
  }

  @Override
  public String toString() {
    return project + ":" + dataset + "." + table + partition.map(one -> "$" + one).orElse("");
  }
}
