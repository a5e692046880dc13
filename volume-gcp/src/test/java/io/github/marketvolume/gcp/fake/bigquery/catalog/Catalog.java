package io.github.marketvolume.gcp.fake.bigquery.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which datasets and tables there are. It is also the lock of all that the fake keeps. */
public final class Catalog {

  /** Holds the results of queries that name no table for them. */
  public static final String HIDDEN = "_fake_results";

  private final Engine engine;
  private final Map<String, Dataset> datasets = new TreeMap<>();

  public Catalog(Engine engine) {
    this.engine = engine;
  }

  public Engine engine() {
    return engine;
  }

  public synchronized Dataset createDataset(
      String project, String name, String location, ObjectNode attributes) {
    if (!name.matches("\\w{1,1024}")) {
      throw ApiException.invalid("Invalid dataset ID \"" + name + "\".");
    }
    if (datasets.containsKey(project + ":" + name)) {
      throw ApiException.duplicate("Already Exists: Dataset " + project + ":" + name);
    }
    Dataset dataset = new Dataset(project, name, location, attributes);
    datasets.put(project + ":" + name, dataset);
    return dataset;
  }

  public synchronized Optional<Dataset> findDataset(String project, String name) {
    return Optional.ofNullable(datasets.get(project + ":" + name));
  }

  public synchronized Dataset dataset(String project, String name) {
    return findDataset(project, name)
        .orElseThrow(() -> ApiException.notFound("Not found: Dataset " + project + ":" + name));
  }

  public synchronized List<Dataset> datasets(String project) {
    return datasets.values().stream()
        .filter(dataset -> dataset.project().equals(project) && !dataset.name().equals(HIDDEN))
        .toList();
  }

  public synchronized void deleteDataset(String project, String name, boolean deleteContents)
      throws SQLException {
    Dataset dataset = dataset(project, name);
    if (!deleteContents && !dataset.tables().isEmpty()) {
      throw new ApiException(
          400, "resourceInUse", "Dataset " + project + ":" + name + " is still in use");
    }
    for (Table table : List.copyOf(dataset.tables().values())) {
      dropTable(table);
    }
    datasets.remove(project + ":" + name);
  }

  /** What a table's results of queries go into. */
  public synchronized Dataset hidden(String project, String location) {
    return findDataset(project, HIDDEN)
        .orElseGet(() -> createDataset(project, HIDDEN, location, Json.object()));
  }

  public synchronized Optional<Table> find(TableName name) {
    return findDataset(name.project(), name.dataset())
        .map(dataset -> dataset.tables().get(name.table()))
        .filter(table -> table.expiration() > System.currentTimeMillis());
  }

  public synchronized Table table(TableName name) {
    dataset(name.project(), name.dataset());
    return find(name).orElseThrow(() -> ApiException.notFound("Not found: Table " + name.whole()));
  }

  /** A table as a query names it: what is missing is worded with the location. */
  public synchronized Table tableOfQuery(TableName name, String location) {
    Optional<Dataset> dataset = findDataset(name.project(), name.dataset());
    if (dataset.isEmpty() || !dataset.get().location().equalsIgnoreCase(location)) {
      throw ApiException.notFound(
          "Not found: Dataset %s:%s was not found in location %s"
              .formatted(name.project(), name.dataset(), location));
    }
    return find(name)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "Not found: Table " + name + " was not found in location " + location));
  }

  /** Adds a table; its relation, if any, is there already. */
  public synchronized Table addTable(
      TableName name, ObjectNode attributes, TableSchema schema, String relation)
      throws SQLException {
    Dataset dataset = dataset(name.project(), name.dataset());
    if (!name.table().matches("[\\p{L}\\p{M}\\p{N}_ -]{1,1024}")) {
      throw ApiException.invalid("Invalid table ID \"" + name.table() + "\".");
    }
    if (find(name).isPresent()) {
      throw ApiException.duplicate("Already Exists: Table " + name);
    }
    Table expired = dataset.tables().get(name.table());
    if (expired != null) {
      dropTable(expired);
    }
    Table table = new Table(name, dataset.location(), attributes, schema, relation);
    table
        .partitioning()
        .ifPresent(
            by -> {
              if (schema.find(by.field()).isEmpty()) {
                throw ApiException.invalid(
                    "The field specified for partitioning cannot be found in the schema.");
              }
            });
    dataset.tables().put(name.table(), table);
    return table;
  }

  public synchronized void dropTable(Table table) throws SQLException {
    datasets
        .get(table.name().project() + ":" + table.name().dataset())
        .tables()
        .remove(table.name().table());
    if (!table.view()) {
      engine.drop(table.relation());
    }
  }

  /** The number of rows of a table; 0 for a view. */
  public synchronized long rows(Table table) throws SQLException {
    return table.view() ? 0 : engine.number("SELECT count(*) FROM " + table.relation());
  }

  /** What these columns of a table weigh, as the service counts it: whole columns, uncompressed. */
  public synchronized long bytes(Table table, TableSchema columns) throws SQLException {
    if (table.view() || columns.fields().isEmpty()) {
      return 0;
    }
    StringBuilder sum = new StringBuilder("SELECT CAST(0");
    for (TableSchema.Field field : columns.fields()) {
      sum.append(" + coalesce(sum(");
      sum.append(
          switch (field.type()) {
            case STRING -> "2 + strlen(" + field.quoted() + ")";
            case BYTES -> "2 + octet_length(" + field.quoted() + ")";
            case NUMERIC -> "CASE WHEN " + field.quoted() + " IS NULL THEN 0 ELSE 16 END";
            case BOOL -> "CASE WHEN " + field.quoted() + " IS NULL THEN 0 ELSE 1 END";
            default -> "CASE WHEN " + field.quoted() + " IS NULL THEN 0 ELSE 8 END";
          });
      sum.append("), 0)");
    }
    return engine.number(sum + " AS BIGINT) FROM " + table.relation());
  }

  /** A table's resource with the numbers of its rows and bytes. */
  public synchronized ObjectNode resource(Table table, String endpoint) throws SQLException {
    ObjectNode json = table.resource(endpoint);
    json.put("numRows", Long.toString(rows(table)));
    json.put("numBytes", Long.toString(bytes(table, table.schema())));
    json.put("numLongTermBytes", "0");
    return json;
  }
}
