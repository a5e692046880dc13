package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Engine;
import io.github.marketvolume.gcp.fake.bigquery.catalog.EngineErrors;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableName;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableSchema;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TableWriter;
import io.github.marketvolume.gcp.fake.bigquery.catalog.TimePartitioning;
import io.github.marketvolume.gcp.fake.storage.Bucket;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.gcp.fake.storage.GcsPaths;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs that move whole tables: load, copy, extract. */
final class DataJobs {

  private static final Set<String> TABLE_ATTRIBUTES =
      Set.of("timePartitioning", "clustering", "destinationEncryptionConfiguration");

  private final Catalog catalog;
  private final Engine engine;
  private final TableWriter writer;
  private final Optional<FakeGcs> gcs;

  DataJobs(Catalog catalog, Optional<FakeGcs> gcs) {
    this.catalog = catalog;
    this.engine = catalog.engine();
    this.writer = new TableWriter(catalog);
    this.gcs = gcs;
  }

  void run(
      String project,
      ObjectNode configuration,
      String location,
      Optional<Path> file,
      ObjectNode statistics)
      throws SQLException, IOException {
    if (configuration.has("load")) {
      load(project, configuration.path("load"), location, file, statistics.putObject("load"));
    } else if (configuration.has("copy")) {
      copy(project, configuration.path("copy"), statistics.putObject("copy"));
    } else if (configuration.has("extract")) {
      extract(project, configuration.path("extract"), statistics.putObject("extract"));
    } else {
      throw ApiException.notServed("a job that is none of load, copy, extract and query");
    }
  }

  private void load(
      String project, JsonNode load, String location, Optional<Path> file, ObjectNode statistics)
      throws SQLException, IOException {
    if (!Json.text(load, "sourceFormat").equals("PARQUET")) {
      throw ApiException.notServed("a load job of the format " + load.path("sourceFormat"));
    }
    for (String refused :
        List.of(
            "hivePartitioningOptions",
            "rangePartitioning",
            "decimalTargetTypes",
            "ignoreUnknownValues")) {
      if (load.has(refused) && !load.path(refused).asText().equals("false")) {
        throw ApiException.notServed("a load job with " + refused);
      }
    }
    TableName name = TableName.parse(load.path("destinationTable"), project);
    catalog.dataset(name.project(), name.dataset());
    List<Path> files = new ArrayList<>();
    if (file.isPresent()) {
      files.add(file.get());
    } else {
      for (JsonNode uri : load.path("sourceUris")) {
        files.addAll(sources(uri.asText(), location));
      }
    }
    Optional<TableSchema> wanted =
        Optional.of(TableSchema.parse(load.path("schema")))
            .filter(schema -> !schema.fields().isEmpty());
    Set<String> updates = QueryRunner.updates(load);
    if (wanted.isEmpty()
        && !updates.contains("ALLOW_FIELD_ADDITION")
        && !Json.text(load, "writeDisposition").equals("WRITE_TRUNCATE")) {
      // Names and modes as the table has them; columns that it lacks are an error.
      wanted =
          catalog.find(name).filter(table -> !table.schema().fields().isEmpty()).map(Table::schema);
    }
    ParquetFiles.Read read;
    try {
      read = ParquetFiles.read(engine, files, wanted);
      ObjectNode attributes = attributes(load);
      JsonNode properties = load.path("destinationTableProperties");
      for (String property : List.of("description", "friendlyName", "labels")) {
        if (properties.has(property)) {
          attributes.set(property, properties.get(property).deepCopy());
        }
      }
      Table table =
          writer.write(
              new TableWriter.Destination(
                  name,
                  load.path("createDisposition").asText("CREATE_IF_NEEDED"),
                  load.path("writeDisposition").asText("WRITE_APPEND"),
                  attributes,
                  updates),
              read.schema(),
              read.query());
      long rows = engine.number("SELECT count(*) FROM (" + read.query() + ")");
      statistics.put("outputRows", Long.toString(rows));
      statistics.put("outputBytes", Long.toString(catalog.bytes(table, table.schema())));
    } catch (SQLException e) {
      ApiException worded = EngineErrors.of(e, "load " + name);
      throw worded.reason().equals("invalidQuery")
          ? ApiException.invalid("Error while reading data, error message: " + worded.getMessage())
          : worded;
    }
    long bytes = 0;
    for (Path one : files) {
      bytes += Files.size(one);
    }
    statistics.put("inputFiles", Integer.toString(files.size()));
    statistics.put("inputFileBytes", Long.toString(bytes));
    statistics.put("badRecords", "0");
  }

  /** The files behind a URI, which may have a wildcard. */
  private List<Path> sources(String uri, String location) {
    GcsPaths.Location at = GcsPaths.Location.parse(uri);
    Bucket bucket;
    try {
      bucket = storage().bucketNamed(at.bucket());
    } catch (ApiException e) {
      throw ApiException.notFound("Not found: URI " + uri);
    }
    String there = bucket.location();
    if (!there.equalsIgnoreCase(location) && !location.equals("US") && !there.equals("US")) {
      throw ApiException.invalid(
          "Cannot read and write in different locations: source: %s, destination: %s"
              .formatted(there, location));
    }
    int star = at.name().indexOf('*');
    String prefix = star < 0 ? at.name() : at.name().substring(0, star);
    String suffix = star < 0 ? "" : at.name().substring(star + 1);
    List<Path> found =
        storage().list(at.bucket(), prefix).stream()
            .filter(
                object ->
                    star < 0
                        ? object.name().equals(at.name())
                        : object.name().endsWith(suffix)
                            && object.name().length() >= prefix.length() + suffix.length())
            .map(object -> object.content().file())
            .toList();
    if (found.isEmpty()) {
      throw ApiException.notFound("Not found: URI " + uri);
    }
    return found;
  }

  private FakeGcs storage() {
    return gcs.orElseThrow(
        () -> ApiException.notServed("gs:// URIs, for this fake was started without a FakeGcs"));
  }

  private void copy(String project, JsonNode copy, ObjectNode statistics) throws SQLException {
    String operation = copy.path("operationType").asText("COPY");
    if (!operation.equals("COPY")) {
      throw ApiException.notServed("a copy job of the type " + operation);
    }
    List<JsonNode> sources = new ArrayList<>();
    if (copy.has("sourceTable")) {
      sources.add(copy.path("sourceTable"));
    }
    copy.path("sourceTables").forEach(sources::add);
    TableName to = TableName.parse(copy.path("destinationTable"), project);
    List<String> selects = new ArrayList<>();
    Table first = null;
    for (JsonNode source : sources) {
      TableName name = TableName.parse(source, project);
      Table table = catalog.table(name);
      if (table.view()) {
        throw ApiException.invalid(
            name + " is not allowed for this operation because it is currently a VIEW.");
      }
      if (first != null && !first.schema().columns().equals(table.schema().columns())) {
        throw ApiException.invalid("Schemas of the source tables differ");
      }
      first = first == null ? table : first;
      selects.add(
          "SELECT " + table.schema().columns() + " FROM " + table.relation() + where(table, name));
    }
    if (first == null) {
      throw new ApiException(400, "required", "Required parameter is missing: sourceTable");
    }
    ObjectNode attributes = Json.object();
    for (String name : TABLE_ATTRIBUTES) {
      if (first.attributes().has(name)) {
        attributes.set(name, first.attributes().get(name).deepCopy());
      }
    }
    boolean intoOther = catalog.find(to).filter(table -> to.partition().isEmpty()).isPresent();
    Table table =
        writer.write(
            new TableWriter.Destination(
                to,
                copy.path("createDisposition").asText("CREATE_IF_NEEDED"),
                copy.path("writeDisposition").asText("WRITE_EMPTY"),
                intoOther ? Json.object() : attributes,
                Set.of()),
            first.schema(),
            String.join(" UNION ALL ", selects));
    statistics.put("copiedRows", Long.toString(catalog.rows(table)));
  }

  private static String where(Table table, TableName name) {
    if (name.partition().isEmpty()) {
      return "";
    }
    TimePartitioning by =
        table
            .partitioning()
            .orElseThrow(() -> ApiException.invalid("Cannot read a partition of " + name.whole()));
    return " WHERE " + by.holds(name.partition().get());
  }

  private void extract(String project, JsonNode extract, ObjectNode statistics)
      throws SQLException, IOException {
    if (!Json.text(extract, "destinationFormat").equals("PARQUET")) {
      throw ApiException.notServed(
          "an extract job of the format " + extract.path("destinationFormat"));
    }
    TableName name = TableName.parse(extract.path("sourceTable"), project);
    Table table = catalog.table(name);
    ArrayNode counts = statistics.putArray("destinationUriFileCounts");
    String compression = extract.path("compression").asText("NONE");
    for (JsonNode uri : extract.path("destinationUris")) {
      GcsPaths.Location at = GcsPaths.Location.parse(uri.asText());
      storage().bucketNamed(at.bucket());
      Path file = storage().newFile();
      engine.update(
          "COPY (SELECT %s FROM %s%s) TO %s (FORMAT PARQUET, COMPRESSION %s)"
              .formatted(
                  table.schema().columns(),
                  table.relation(),
                  where(table, name),
                  Engine.literal(file.toString()),
                  compression.equals("NONE") ? "UNCOMPRESSED" : compression));
      storage().putFile(at.bucket(), at.name().replaceFirst("\\*", "000000000000"), file);
      counts.add("1");
    }
  }

  private static ObjectNode attributes(JsonNode configuration) {
    ObjectNode attributes = Json.object();
    for (String name : TABLE_ATTRIBUTES) {
      if (configuration.has(name)) {
        attributes.set(name, configuration.get(name).deepCopy());
      }
    }
    return attributes;
  }
}
