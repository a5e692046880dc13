package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A table or a view; guarded by its catalog. */
public final class Table {

  private final TableName name;
  private final String location;
  private final long created = System.currentTimeMillis();
  private final Set<String> insertIds = new HashSet<>();
  private ObjectNode attributes;
  private TableSchema schema;
  private String relation;
  private long version = 1;
  private long modified = created;

  /**
   * @param attributes what was said of it, without its name and its schema
   * @param relation the engine's table; empty for a view
   */
  Table(
      TableName name, String location, ObjectNode attributes, TableSchema schema, String relation) {
    this.name = name;
    this.location = location;
    this.attributes = attributes;
    this.schema = schema;
    this.relation = relation;
  }

  public TableName name() {
    return name;
  }

  public String location() {
    return location;
  }

  public TableSchema schema() {
    return schema;
  }

  public ObjectNode attributes() {
    return attributes;
  }

  public String relation() {
    return relation;
  }

  public Set<String> insertIds() {
    return insertIds;
  }

  public boolean view() {
    return attributes.has("view");
  }

  public String viewQuery() {
    return attributes.path("view").path("query").asText();
  }

  public String etag() {
    return "t" + created + "." + version;
  }

  long expiration() {
    return attributes.path("expirationTime").asLong(Long.MAX_VALUE);
  }

  /** The column that rows are partitioned by, if they are. */
  public Optional<TimePartitioning> partitioning() {
    return TimePartitioning.of(attributes);
  }

  /** Has new rows, and perhaps new columns, from now on. */
  void replace(String newRelation, TableSchema newSchema) {
    this.relation = newRelation;
    this.schema = newSchema;
    touch();
  }

  public void describe(ObjectNode newAttributes, TableSchema newSchema) {
    this.attributes = newAttributes;
    this.schema = newSchema;
    touch();
  }

  public void touch() {
    version++;
    modified = Math.max(modified + 1, System.currentTimeMillis());
  }

  /** The resource, without the numbers of rows and bytes. */
  public ObjectNode resource(String endpoint) {
    ObjectNode json = Json.object().put("kind", "bigquery#table");
    json.setAll(attributes.deepCopy());
    json.put("id", name.toString());
    json.put("etag", etag());
    json.put("type", view() ? "VIEW" : "TABLE");
    json.put("location", location);
    json.set("tableReference", name.json());
    json.set("schema", schema.json());
    json.put(
        "selfLink",
        "%s/bigquery/v2/projects/%s/datasets/%s/tables/%s"
            .formatted(endpoint, name.project(), name.dataset(), name.table()));
    json.put("creationTime", Long.toString(created));
    json.put("lastModifiedTime", Long.toString(modified));
    return json;
  }
}
