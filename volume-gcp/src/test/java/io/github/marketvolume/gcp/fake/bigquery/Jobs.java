package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Dataset;
import io.github.marketvolume.gcp.fake.bigquery.catalog.EngineErrors;
import io.github.marketvolume.gcp.fake.storage.FakeGcs;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Carries jobs out, at once, and keeps what came of them. */
final class Jobs {

  /**
   * A job that is done.
   *
   * @param json its resource
   * @param error why it failed, if it did
   * @param query what came of it, if it is a query that did not fail
   */
  record Job(
      String id,
      ObjectNode json,
      Optional<ApiException> error,
      Optional<QueryRunner.Outcome> query) {}

  private final Catalog catalog;
  private final QueryRunner queries;
  private final DataJobs data;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Deque<ApiException> failures = new ArrayDeque<>();

  Jobs(Catalog catalog, Optional<FakeGcs> gcs) {
    this.catalog = catalog;
    this.queries = new QueryRunner(catalog);
    this.data = new DataJobs(catalog, gcs);
  }

  /** Lets the next job fail with this error. */
  void fail(ApiException error) {
    synchronized (catalog) {
      failures.add(error);
    }
  }

  Job get(String project, String id, Optional<String> location) {
    synchronized (catalog) {
      return Optional.ofNullable(jobs.get(project + ":" + id))
          .filter(
              job ->
                  location.isEmpty()
                      || location
                          .get()
                          .equalsIgnoreCase(Json.text(job.json().path("jobReference"), "location")))
          .orElseThrow(() -> ApiException.notFound("Not found: Job " + project + ":" + id));
    }
  }

  Collection<Job> all() {
    synchronized (catalog) {
      return List.copyOf(jobs.values());
    }
  }

  /**
   * Carries a job out.
   *
   * @param file what a load job loads, if it came with the request
   */
  Job insert(String project, ObjectNode body, Optional<Path> file) throws IOException {
    synchronized (catalog) {
      ObjectNode configuration =
          body.path("configuration") instanceof ObjectNode object ? object : Json.object();
      String id = Json.text(body.path("jobReference"), "jobId");
      id = id.isEmpty() ? "job_" + UUID.randomUUID() : id;
      Optional<String> given =
          Optional.of(Json.text(body.path("jobReference"), "location"))
              .filter(text -> !text.isEmpty());
      boolean dryRun = configuration.path("dryRun").asBoolean();
      String location = given.orElse(location(project, configuration));
      if (jobs.containsKey(project + ":" + id)) {
        throw ApiException.duplicate("Already Exists: Job " + project + ":" + location + "." + id);
      }
      long start = System.currentTimeMillis();
      Optional<ApiException> error = Optional.empty();
      Optional<QueryRunner.Outcome> outcome = Optional.empty();
      ObjectNode statistics = Json.object();
      try {
        ApiException planned = dryRun ? null : failures.poll();
        if (planned != null) {
          throw planned;
        }
        if (configuration.has("query")) {
          outcome = Optional.of(queries.run(configuration.path("query"), project, given, dryRun));
          describe(outcome.get(), configuration, statistics);
        } else {
          data.run(project, configuration, location, file, statistics);
        }
      } catch (ApiException e) {
        if (dryRun || e.notServed()) {
          throw e;
        }
        error = Optional.of(e);
      } catch (SQLException e) {
        ApiException worded = EngineErrors.of(e, configuration.toString());
        if (worded.notServed()) {
          throw worded;
        }
        error = Optional.of(worded);
      }
      String end = Long.toString(System.currentTimeMillis());
      statistics.put("creationTime", Long.toString(start)).put("startTime", Long.toString(start));
      statistics.put("endTime", end);
      ObjectNode json = resource(project, id, location, configuration, statistics, error);
      Job job = new Job(id, json, error, outcome);
      if (!dryRun) {
        jobs.put(project + ":" + id, job);
      }
      return job;
    }
  }

  private String location(String project, ObjectNode configuration) {
    List<JsonNode> references = new ArrayList<>();
    references.add(configuration.path("load").path("destinationTable"));
    references.add(configuration.path("copy").path("destinationTable"));
    references.add(configuration.path("extract").path("sourceTable"));
    references.add(configuration.path("query").path("destinationTable"));
    references.add(configuration.path("query").path("defaultDataset"));
    String name = "";
    for (JsonNode reference : references) {
      name = Json.text(reference, "datasetId");
      if (!name.isEmpty()) {
        String of = Json.text(reference, "projectId");
        return catalog
            .findDataset(of.isEmpty() ? project : of, name)
            .map(Dataset::location)
            .orElse("US");
      }
    }
    return configuration.has("query") ? locationOfQuery(project, configuration) : "US";
  }

  /** That of the first dataset that the statement names. */
  private String locationOfQuery(String project, ObjectNode configuration) {
    String sql = Json.text(configuration.path("query"), "query");
    for (Dataset dataset : catalog.datasets(project)) {
      if (sql.contains(dataset.name() + ".")) {
        return dataset.location();
      }
    }
    return "US";
  }

  private static void describe(
      QueryRunner.Outcome outcome, ObjectNode configuration, ObjectNode statistics) {
    ObjectNode query = statistics.putObject("query");
    String bytes = Long.toString(outcome.bytes());
    statistics.put("totalBytesProcessed", bytes);
    query.put("totalBytesProcessed", bytes).put("totalBytesBilled", bytes).put("cacheHit", false);
    query.put("statementType", outcome.type());
    query.set("schema", outcome.schema().json());
    outcome
        .affected()
        .ifPresent(
            rows -> {
              query.put("numDmlAffectedRows", Long.toString(rows));
              String count =
                  switch (outcome.type()) {
                    case "INSERT" -> "insertedRowCount";
                    case "DELETE" -> "deletedRowCount";
                    case "UPDATE" -> "updatedRowCount";
                    default -> "";
                  };
              if (!count.isEmpty()) {
                query.putObject("dmlStats").put(count, Long.toString(rows));
              }
            });
    ArrayNode tables = query.putArray("referencedTables");
    outcome.tables().forEach(table -> tables.add(table.name().json()));
    // As the service does, so that a client finds the rows.
    if (outcome.result().isPresent()
        && configuration.path("query") instanceof ObjectNode of
        && !of.has("destinationTable")) {
      of.set("destinationTable", outcome.result().get().name().json());
    }
  }

  private ObjectNode resource(
      String project,
      String id,
      String location,
      ObjectNode configuration,
      ObjectNode statistics,
      Optional<ApiException> error) {
    ObjectNode json = Json.object().put("kind", "bigquery#job");
    json.put("id", project + ":" + location + "." + id).put("etag", "j" + id);
    json.put("user_email", "fake@" + project + ".iam.gserviceaccount.com");
    json.putObject("jobReference")
        .put("projectId", project)
        .put("jobId", id)
        .put("location", location);
    for (String type : List.of("query", "load", "copy", "extract")) {
      if (configuration.has(type)) {
        configuration.put("jobType", type.toUpperCase(Locale.ROOT));
      }
    }
    json.set("configuration", configuration);
    json.set("statistics", statistics);
    ObjectNode status = json.putObject("status").put("state", "DONE");
    error.ifPresent(
        e -> {
          status.set("errorResult", e.errorProto().put("location", "fake"));
          status.putArray("errors").add(e.errorProto().put("location", "fake"));
        });
    return json;
  }
}
