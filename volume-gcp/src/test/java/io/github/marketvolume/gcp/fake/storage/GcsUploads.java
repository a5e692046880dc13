package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.ApiException;
import io.github.marketvolume.gcp.fake.wire.Content;
import io.github.marketvolume.gcp.fake.wire.Json;
import io.github.marketvolume.gcp.fake.wire.MultipartUpload;
import io.github.marketvolume.gcp.fake.wire.Request;
import io.github.marketvolume.gcp.fake.wire.Response;
import io.github.marketvolume.gcp.fake.wire.ResumableUploads;
import io.github.marketvolume.gcp.fake.wire.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code storage.objects.insert}, in all three ways. */
final class GcsUploads {

  private static final String OPERATION = "storage.objects.insert";

  private final ObjectStore store;
  private final ResumableUploads resumable;
  private final Supplier<String> endpoint;

  GcsUploads(ObjectStore store, ResumableUploads resumable, Supplier<String> endpoint) {
    this.store = store;
    this.resumable = resumable;
    this.endpoint = endpoint;
  }

  void addTo(Router router) {
    for (String root : new String[] {"/upload", "/resumable/upload"}) {
      String path = root + "/storage/v1/b/{bucket}/o";
      router.add("POST", path, OPERATION, this::insert);
      router.add("PUT", path, OPERATION, resumable::put);
      router.add("DELETE", path, OPERATION, resumable::cancel);
    }
  }

  private Response insert(Request request) throws IOException {
    String bucket = request.variable("bucket");
    store.bucket(bucket);
    Preconditions conditions = Preconditions.of(request);
    String type = request.parameter("uploadType").orElse("");
    switch (type) {
      case "media" -> {
        Path file = store.newFile();
        Files.copy(request.body(), file);
        return put(request, file, Json.object(), request.header("Content-Type"), conditions);
      }
      case "multipart" -> {
        MultipartUpload upload = MultipartUpload.read(request, store.newFile());
        return put(request, upload.media(), upload.metadata(), upload.contentType(), conditions);
      }
      case "resumable" -> {
        ObjectNode metadata = request.json();
        conditions.checkWrite(store.find(bucket, name(request, metadata)));
        Optional<String> contentType = request.header("X-Upload-Content-Type");
        return resumable.open(
            endpoint.get() + request.target(),
            (file, last) -> {
              last.header("x-goog-hash").ifPresent(hash -> addChecksum(metadata, hash));
              return put(request, file, metadata, contentType, conditions);
            });
      }
      default -> throw ApiException.notServed("an upload of the type '" + type + "'");
    }
  }

  private Response put(
      Request request,
      Path file,
      ObjectNode metadata,
      Optional<String> contentType,
      Preconditions conditions)
      throws IOException {
    Content content = Content.of(file);
    check("CRC32C", Json.text(metadata, "crc32c"), content.crc32c());
    check("MD5 hash", Json.text(metadata, "md5Hash"), content.md5());
    ObjectNode attributes = GcsObjects.attributes(metadata);
    if (!attributes.has("contentType")) {
      contentType.ifPresent(type -> attributes.put("contentType", type));
    }
    request
        .parameter("contentEncoding")
        .ifPresent(encoding -> attributes.put("contentEncoding", encoding));
    StoredObject object =
        store.put(
            request.variable("bucket"),
            name(request, metadata),
            content,
            attributes,
            0,
            conditions);
    return Response.json(200, object.resource(endpoint.get()));
  }

  /** The last request of an upload may say what the checksum should be. */
  private static void addChecksum(ObjectNode metadata, String hash) {
    if (hash.startsWith("crc32c=")) {
      metadata.put("crc32c", hash.substring("crc32c=".length()).replaceAll(",.*", ""));
    }
  }

  private static void check(String what, String provided, String calculated) {
    if (!provided.isEmpty() && !provided.equals(calculated)) {
      throw ApiException.invalid(
          "Provided "
              + what
              + " \""
              + provided
              + "\" doesn't match calculated "
              + what
              + " \""
              + calculated
              + "\".");
    }
  }

  private static String name(Request request, ObjectNode metadata) {
    String name = request.parameter("name").orElse(Json.text(metadata, "name"));
    if (name.isEmpty()) {
      throw new ApiException(400, "required", "Required");
    }
    return name;
  }
}
