package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Content;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.time.Instant;

/**
 * An object of a bucket, at one generation and metageneration.
 *
 * @param attributes what its writer said of it: contentType, metadata and the like
 * @param components how many objects it was composed of; 0 if it was not
 */
public record StoredObject(
    String bucket,
    String name,
    long generation,
    long metageneration,
    Content content,
    ObjectNode attributes,
    int components,
    Instant created,
    Instant updated) {

  StoredObject patched(ObjectNode patch, Instant now) {
    ObjectNode merged = attributes.deepCopy();
    Json.merge(merged, patch);
    return new StoredObject(
        bucket, name, generation, metageneration + 1, content, merged, components, created, now);
  }

  String etag() {
    return "C" + generation + "." + metageneration;
  }

  ObjectNode resource(String endpoint) {
    String path = "/b/" + GcsPaths.encode(bucket) + "/o/" + GcsPaths.encode(name);
    ObjectNode json = Json.object();
    json.put("kind", "storage#object");
    json.put("id", bucket + "/" + name + "/" + generation);
    json.put("selfLink", endpoint + "/storage/v1" + path);
    json.put(
        "mediaLink",
        endpoint + "/download/storage/v1" + path + "?generation=" + generation + "&alt=media");
    json.put("storageClass", "STANDARD");
    json.setAll(attributes);
    json.put("name", name);
    json.put("bucket", bucket);
    json.put("generation", Long.toString(generation));
    json.put("metageneration", Long.toString(metageneration));
    json.put("size", Long.toString(content.size()));
    json.put("crc32c", content.crc32c());
    if (components == 0) {
      json.put("md5Hash", content.md5());
    } else {
      json.put("componentCount", components);
    }
    json.put("etag", etag());
    json.put("timeCreated", created.toString());
    json.put("updated", updated.toString());
    json.put("timeStorageClassUpdated", created.toString());
    return json;
  }
}
