package io.github.marketvolume.gcp.fake.bigquery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Catalog;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Dataset;
import io.github.marketvolume.gcp.fake.bigquery.catalog.Sql;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code bigquery.datasets}. */
final class BqDatasets {

  private static final String ALL = "/bigquery/v2/projects/{project}/datasets";
  private static final String ONE = ALL + "/{dataset}";

  private final Catalog catalog;
  private final Supplier<String> endpoint;

  BqDatasets(Catalog catalog, Supplier<String> endpoint) {
    this.catalog = catalog;
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    router.add("POST", ALL, "bigquery.datasets.insert", this::insert);
    router.add("GET", ALL, "bigquery.datasets.list", this::list);
    router.add("GET", ONE, "bigquery.datasets.get", this::get);
    router.add("PATCH", ONE, "bigquery.datasets.patch", this::patch);
    router.add("PUT", ONE, "bigquery.datasets.update", this::patch);
    router.add("DELETE", ONE, "bigquery.datasets.delete", this::delete);
  }

  private Response insert(Request request) throws IOException {
    ObjectNode body = request.json();
    String location = Json.text(body, "location");
    Dataset dataset =
        catalog.createDataset(
            request.variable("project"),
            Json.text(body.path("datasetReference"), "datasetId"),
            location.isEmpty() ? "US" : location,
            body);
    return Response.json(200, dataset.resource(endpoint.get()));
  }

  private Response list(Request request) {
    ObjectNode json = Json.object().put("kind", "bigquery#datasetList");
    ArrayNode datasets = json.putArray("datasets");
    for (Dataset dataset : catalog.datasets(request.variable("project"))) {
      datasets.add(dataset.resource(endpoint.get()));
    }
    return Response.json(200, json);
  }

  private Response get(Request request) {
    return Response.json(200, dataset(request).resource(endpoint.get()));
  }

  private Response patch(Request request) throws IOException {
    ObjectNode patch = request.json();
    synchronized (catalog) {
      Dataset dataset = dataset(request);
      BqTables.ifMatch(request, dataset.etag());
      dataset.patch(patch);
      return Response.json(200, dataset.resource(endpoint.get()));
    }
  }

  private Response delete(Request request) throws IOException {
    return Sql.run(
        () -> {
          catalog.deleteDataset(
              request.variable("project"),
              request.variable("dataset"),
              request.flag("deleteContents"));
          return Response.empty(204);
        });
  }

  private Dataset dataset(Request request) {
    return catalog.dataset(request.variable("project"), request.variable("dataset"));
  }
}
