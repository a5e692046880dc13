package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.Map;
import java.util.TreeMap;

/** A dataset and its tables; guarded by its catalog. */
public final class Dataset {

  private final String project;
  private final String name;
  private final String location;
  private final ObjectNode attributes;
  private final long created = System.currentTimeMillis();
  private final Map<String, Table> tables = new TreeMap<>();
  private long version = 1;
  private long modified = created;

  Dataset(String project, String name, String location, ObjectNode attributes) {
    this.project = project;
    this.name = name;
    this.location = location;
    this.attributes = attributes.deepCopy();
  }

  String project() {
    return project;
  }

  public String name() {
    return name;
  }

  public String location() {
    return location;
  }

  public Map<String, Table> tables() {
    return tables;
  }

  public String etag() {
    return "d" + version;
  }

  public void patch(ObjectNode patch) {
    Json.merge(attributes, patch);
    version++;
    modified = System.currentTimeMillis();
  }

  public ObjectNode resource(String endpoint) {
    ObjectNode json = Json.object().put("kind", "bigquery#dataset");
    json.setAll(attributes);
    json.put("id", project + ":" + name);
    json.put("etag", etag());
    json.put("location", location);
    json.put("type", "DEFAULT");
    json.put("selfLink", endpoint + "/bigquery/v2/projects/" + project + "/datasets/" + name);
    json.set("datasetReference", Json.object().put("projectId", project).put("datasetId", name));
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    return json;
  }
}
