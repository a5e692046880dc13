package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code storage.buckets}. */
final class GcsBuckets {

  private final ObjectStore store;
  private final Supplier<String> endpoint;

  GcsBuckets(ObjectStore store, Supplier<String> endpoint) {
    this.store = store;
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    router.add("POST", "/storage/v1/b", "storage.buckets.insert", this::insert);
    router.add("GET", "/storage/v1/b", "storage.buckets.list", this::list);
    router.add("GET", "/storage/v1/b/{bucket}", "storage.buckets.get", this::get);
    router.add("PATCH", "/storage/v1/b/{bucket}", "storage.buckets.patch", this::patch);
    router.add("DELETE", "/storage/v1/b/{bucket}", "storage.buckets.delete", this::delete);
    router.add(
        "GET",
        "/storage/v1/b/{bucket}/storageLayout",
        "storage.buckets.getStorageLayout",
        this::layout);
  }

  private Response insert(Request request) throws IOException {
    String project = request.parameter("project").orElse("");
    return resource(store.createBucket(project, request.json()));
  }

  private Response list(Request request) {
    String project = request.parameter("project").orElse("");
    String prefix = request.parameter("prefix").orElse("");
    ObjectNode json = Json.object().put("kind", "storage#buckets");
    ArrayNode items = json.putArray("items");
    store.buckets().stream()
        .filter(bucket -> bucket.project().equals(project) && bucket.name().startsWith(prefix))
        .forEach(bucket -> items.add(bucket.resource(endpoint.get())));
    return Response.json(200, json);
  }

  private Response get(Request request) {
    Bucket bucket = store.bucket(request.variable("bucket"));
    Preconditions.of(request).checkBucket(bucket);
    return resource(bucket);
  }

  private Response patch(Request request) throws IOException {
    return resource(
        store.patchBucket(request.variable("bucket"), request.json(), Preconditions.of(request)));
  }

  private Response delete(Request request) {
    store.deleteBucket(request.variable("bucket"), Preconditions.of(request));
    return Response.empty(204);
  }

  private Response layout(Request request) {
    Bucket bucket = store.bucket(request.variable("bucket"));
    ObjectNode json = Json.object();
    json.put("kind", "storage#storageLayout");
    json.put("bucket", bucket.name());
    json.put("location", bucket.location());
    json.put("locationType", bucket.locationType());
    json.putObject("hierarchicalNamespace").put("enabled", false);
    return Response.json(200, json);
  }

  private Response resource(Bucket bucket) {
    return Response.json(200, bucket.resource(endpoint.get()));
  }
}
