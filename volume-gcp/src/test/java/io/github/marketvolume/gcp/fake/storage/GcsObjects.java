package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Content;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code storage.objects}, but for uploads and the bytes themselves. */
final class GcsObjects {

  private static final String OBJECT = "/storage/v1/b/{bucket}/o/{object}";
  private static final int MOST_COMPONENTS = 32;

  private final ObjectStore store;
  private final GcsMedia media;
  private final Supplier<String> endpoint;

  GcsObjects(ObjectStore store, Supplier<String> endpoint) {
    this.store = store;
    this.media = new GcsMedia(store);
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    router.add("GET", "/storage/v1/b/{bucket}/o", "storage.objects.list", this::list);
    router.add("GET", OBJECT, "storage.objects.get", this::get);
    router.add("GET", "/download" + OBJECT, "storage.objects.get", media::get);
    router.add("PATCH", OBJECT, "storage.objects.patch", this::patch);
    router.add("PUT", OBJECT, "storage.objects.update", this::patch);
    router.add("DELETE", OBJECT, "storage.objects.delete", this::delete);
    router.add("POST", OBJECT + "/compose", "storage.objects.compose", this::compose);
    router.add("POST", OBJECT + "/moveTo/o/{toObject}", "storage.objects.move", this::move);
    router.add(
        "POST",
        OBJECT + "/rewriteTo/b/{toBucket}/o/{toObject}",
        "storage.objects.rewrite",
        this::rewrite);
    router.add(
        "POST", OBJECT + "/copyTo/b/{toBucket}/o/{toObject}", "storage.objects.copy", this::copyTo);
  }

  private Response list(Request request) {
    List<StoredObject> objects =
        store.list(request.variable("bucket"), request.parameter("prefix").orElse(""));
    return Response.json(200, GcsListing.page(objects, request, endpoint.get()));
  }

  private Response get(Request request) throws IOException {
    if (request.parameter("alt").filter("media"::equals).isPresent()) {
      return media.get(request);
    }
    StoredObject object =
        store.get(
            request.variable("bucket"),
            request.variable("object"),
            request.parameter("generation"));
    Preconditions.of(request).checkRead(object);
    return resource(object);
  }

  private Response patch(Request request) throws IOException {
    return resource(
        store.patch(
            request.variable("bucket"),
            request.variable("object"),
            request.parameter("generation"),
            request.json(),
            Preconditions.of(request)));
  }

  private Response delete(Request request) throws IOException {
    store.delete(
        request.variable("bucket"),
        request.variable("object"),
        request.parameter("generation"),
        Preconditions.of(request));
    return Response.empty(204);
  }

  private Response rewrite(Request request) throws IOException {
    StoredObject object = copy(request);
    ObjectNode json = Json.object().put("kind", "storage#rewriteResponse");
    String size = Long.toString(object.content().size());
    json.put("totalBytesRewritten", size).put("objectSize", size).put("done", true);
    json.set("resource", object.resource(endpoint.get()));
    return Response.json(200, json);
  }

  private Response copyTo(Request request) throws IOException {
    return resource(copy(request));
  }

  private Response move(Request request) throws IOException {
    String bucket = request.variable("bucket");
    String name = request.variable("object");
    synchronized (store) {
      StoredObject source = store.get(bucket, name, Optional.empty());
      Preconditions.ofSource(request).checkWrite(Optional.of(source));
      StoredObject moved =
          store.put(
              bucket,
              request.variable("toObject"),
              linked(source),
              source.attributes(),
              source.components(),
              Preconditions.of(request));
      store.delete(bucket, name, Optional.empty(), Preconditions.ofSource(request));
      return resource(moved);
    }
  }

  private StoredObject copy(Request request) throws IOException {
    ObjectNode given = request.json();
    synchronized (store) {
      StoredObject source =
          store.get(
              request.variable("bucket"),
              request.variable("object"),
              request.parameter("sourceGeneration"));
      Preconditions.ofSource(request).checkWrite(Optional.of(source));
      ObjectNode attributes = given.isEmpty() ? source.attributes() : attributes(given);
      return store.put(
          request.variable("toBucket"),
          request.variable("toObject"),
          linked(source),
          attributes,
          source.components(),
          Preconditions.of(request));
    }
  }

  /** The same bytes under a file name of their own, so that either can be deleted. */
  private Content linked(StoredObject source) throws IOException {
    Content content = source.content();
    Path file = Files.createLink(store.newFile(), content.file());
    return new Content(file, content.size(), content.crc32c(), content.md5());
  }

  private Response compose(Request request) throws IOException {
    ObjectNode body = request.json();
    String bucket = request.variable("bucket");
    JsonNode sources = body.path("sourceObjects");
    if (sources.isEmpty() || sources.size() > MOST_COMPONENTS) {
      throw ApiException.invalid(
          "The number of source components must be between 1 and " + MOST_COMPONENTS + ".");
    }
    List<ObjectStore.Opened> opened = new ArrayList<>();
    int components = 0;
    Path file = store.newFile();
    try {
      for (JsonNode source : sources) {
        Optional<String> generation =
            Optional.of(Json.text(source, "generation")).filter(text -> !text.isEmpty());
        StoredObject object = store.get(bucket, Json.text(source, "name"), generation);
        JsonNode wanted = source.path("objectPreconditions").path("ifGenerationMatch");
        if (!wanted.isMissingNode() && wanted.asLong() != object.generation()) {
          throw ApiException.conditionNotMet();
        }
        opened.add(store.open(object, 0));
        components += Math.max(object.components(), 1);
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        for (ObjectStore.Opened part : opened) {
          part.bytes().transferTo(out);
        }
      }
    } finally {
      for (ObjectStore.Opened part : opened) {
        part.bytes().close();
      }
    }
    ObjectNode destination =
        body.path("destination") instanceof ObjectNode object ? object : Json.object();
    return resource(
        store.put(
            bucket,
            request.variable("object"),
            Content.of(file),
            attributes(destination),
            components,
            Preconditions.of(request)));
  }

  /** What a writer may say of an object; all else the store says. */
  static ObjectNode attributes(ObjectNode given) {
    ObjectNode attributes = Json.object();
    for (String name :
        List.of(
            "contentType",
            "contentEncoding",
            "contentDisposition",
            "contentLanguage",
            "cacheControl",
            "customTime",
            "storageClass",
            "metadata")) {
      JsonNode value = given.get(name);
      if (value != null && !value.isNull()) {
        attributes.set(name, value.deepCopy());
      }
    }
    return attributes;
  }

  private Response resource(StoredObject object) {
    return Response.json(200, object.resource(endpoint.get()));
  }
}
