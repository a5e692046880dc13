package io.github.marketvolume.gcp.fake.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.marketvolume.gcp.fake.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A bucket and the objects in it; guarded by its store. */
public final class Bucket {

  /** The order of a listing: that of the UTF-8 bytes of the names. */
  static final Comparator<String> ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final String name;
  private final String project;
  private final ObjectNode attributes;
  private final Instant created;
  private long metageneration = 1;
  private final NavigableMap<String, StoredObject> objects = new TreeMap<>(ORDER);

  Bucket(String name, String project, ObjectNode attributes, Instant created) {
    this.name = name;
    this.project = project;
    this.attributes = attributes.deepCopy();
    this.created = created;
    String location = Json.text(attributes, "location").toUpperCase(Locale.ROOT);
    this.attributes.put("location", location.isEmpty() ? "US" : location);
  }

  String name() {
    return name;
  }

  String project() {
    return project;
  }

  public String location() {
    return Json.text(attributes, "location");
  }

  String locationType() {
    return location().contains("-") ? "region" : "multi-region";
  }

  long metageneration() {
    return metageneration;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  void patch(ObjectNode patch) {
    Json.merge(attributes, patch);
    metageneration++;
  }

  ObjectNode resource(String endpoint) {
    ObjectNode json = Json.object();
    json.put("kind", "storage#bucket");
    json.put("storageClass", "STANDARD");
    json.setAll(attributes);
    json.put("id", name);
    json.put("name", name);
    json.put("selfLink", endpoint + "/storage/v1/b/" + name);
    json.put("projectNumber", "1");
    json.put("locationType", locationType());
    json.put("metageneration", Long.toString(metageneration));
    json.put("etag", "B" + metageneration);
    json.put("timeCreated", created.toString());
    json.put("updated", created.toString());
    return json;
  }
}
