package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Sql;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Table;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.MultipartUpload;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.ResumableUploads;
import io.github.marketvolume.gcp.fake.wire.Router;
import io.github.marketvolume.gcp.fake.wire.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** {@code bigquery.jobs}. */
final class BqJobs {

  private static final String ALL = "/bigquery/v2/projects/{project}/jobs";
  private static final String QUERIES = "/bigquery/v2/projects/{project}/queries";

  private final Jobs jobs;
  private final Catalog catalog;
  private final Spool spool;
  private final ResumableUploads resumable;
  private final Supplier<String> endpoint;
  private final Map<String, Jobs.Job> requests = new ConcurrentHashMap<>();

  BqJobs(
      Jobs jobs,
      Catalog catalog,
      Spool spool,
      ResumableUploads resumable,
      Supplier<String> endpoint) {
    this.jobs = jobs;
    this.catalog = catalog;
    this.spool = spool;
    this.resumable = resumable;
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    router.add("POST", ALL, "bigquery.jobs.insert", this::insert);
    router.add("GET", ALL, "bigquery.jobs.list", this::list);
    router.add("GET", ALL + "/{job}", "bigquery.jobs.get", this::get);
    router.add("POST", ALL + "/{job}/cancel", "bigquery.jobs.cancel", this::cancel);
    router.add("POST", QUERIES, "bigquery.jobs.query", this::query);
    router.add("GET", QUERIES + "/{job}", "bigquery.jobs.getQueryResults", this::results);
    for (String root : new String[] {"/upload", "/resumable/upload"}) {
      router.add("POST", root + ALL, "bigquery.jobs.insert", this::upload);
      router.add("PUT", root + ALL, "bigquery.jobs.insert", resumable::put);
      router.add("DELETE", root + ALL, "bigquery.jobs.insert", resumable::cancel);
    }
  }

  private Response insert(Request request) throws IOException {
    return Response.json(
        200, jobs.insert(request.variable("project"), request.json(), Optional.empty()).json());
  }

  private Response upload(Request request) throws IOException {
    String project = request.variable("project");
    String type = request.parameter("uploadType").orElse("");
    if (type.equals("multipart")) {
      MultipartUpload upload = MultipartUpload.read(request, spool.newFile(".load"));
      Path file = upload.media();
      return Response.json(200, jobs.insert(project, upload.metadata(), Optional.of(file)).json());
    }
    if (type.equals("resumable")) {
      ObjectNode body = request.json();
      return resumable.open(
          endpoint.get() + request.target(),
          (file, last) -> Response.json(200, jobs.insert(project, body, Optional.of(file)).json()));
    }
    throw ApiException.notServed("an upload of the type '" + type + "'");
  }

  private Response list(Request request) {
    ObjectNode json = Json.object().put("kind", "bigquery#jobList");
    ArrayNode array = json.putArray("jobs");
    for (Jobs.Job job : jobs.all()) {
      if (Json.text(job.json().path("jobReference"), "projectId")
          .equals(request.variable("project"))) {
        ObjectNode one = job.json().deepCopy();
        array.insert(0, one.put("state", "DONE"));
      }
    }
    return Response.json(200, json);
  }

  private Jobs.Job job(Request request) {
    return jobs.get(
        request.variable("project"), request.variable("job"), request.parameter("location"));
  }

  private Response get(Request request) {
    return Response.json(200, job(request).json());
  }

  private Response cancel(Request request) {
    ObjectNode json = Json.object().put("kind", "bigquery#jobCancelResponse");
    json.set("job", job(request).json());
    return Response.json(200, json);
  }

  /** {@code jobs.query}: a job, and the first page of its rows. */
  private Response query(Request request) throws IOException {
    ObjectNode body = request.json();
    String project = request.variable("project");
    String id = Json.text(body, "requestId");
    Jobs.Job job = id.isEmpty() ? null : requests.get(project + ":" + id);
    if (job == null) {
      ObjectNode query = Json.object();
      for (String name :
          new String[] {
            "query", "defaultDataset", "useLegacySql", "queryParameters", "parameterMode"
          }) {
        if (body.has(name)) {
          query.set(name, body.get(name));
        }
      }
      ObjectNode insert = Json.object();
      ObjectNode configuration = insert.putObject("configuration");
      configuration.set("query", query);
      configuration.put("dryRun", body.path("dryRun").asBoolean());
      if (body.has("labels")) {
        configuration.set("labels", body.get("labels"));
      }
      ObjectNode reference = insert.putObject("jobReference");
      reference.put("jobId", "job_" + UUID.randomUUID());
      if (body.has("location")) {
        reference.set("location", body.get("location"));
      }
      job = jobs.insert(project, insert, Optional.empty());
      if (!id.isEmpty()) {
        requests.put(project + ":" + id, job);
      }
    }
    JsonNode format = body.path("formatOptions");
    return results(
        job,
        "bigquery#queryResponse",
        RowJson.Page.of(
            "0",
            "",
            body.path("maxResults").asLong(Long.MAX_VALUE),
            format.path("useInt64Timestamp").asBoolean()));
  }

  private Response results(Request request) throws IOException {
    return results(job(request), "bigquery#getQueryResultsResponse", RowJson.Page.of(request));
  }

  private Response results(Jobs.Job job, String kind, RowJson.Page page) throws IOException {
    if (job.error().isPresent()) {
      throw job.error().get();
    }
    QueryRunner.Outcome outcome =
        job.query().orElseThrow(() -> ApiException.invalid("Job " + job.id() + " is not a query"));
    ObjectNode json = Json.object().put("kind", kind).put("etag", "q" + job.id());
    json.set("jobReference", job.json().path("jobReference"));
    json.put("jobComplete", true).put("cacheHit", false);
    json.put("totalBytesProcessed", Long.toString(outcome.bytes()));
    json.set("schema", outcome.schema().json());
    outcome.affected().ifPresent(rows -> json.put("numDmlAffectedRows", Long.toString(rows)));
    if (outcome.result().isPresent()) {
      synchronized (catalog) {
        Table table = outcome.result().get();
        Sql.run(
            () -> {
              RowJson.addTo(json, catalog.engine(), table, outcome.schema(), "", page);
              return json;
            });
      }
    } else {
      json.put("totalRows", "0");
    }
    return Response.json(200, json);
  }
}
